package org.bactrian.simulator.certificate;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.methods.MethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.methods.Out;
import org.eclipse.milo.opcua.sdk.server.model.objects.FileType.CloseMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.FileType.OpenMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.FileType.ReadMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.FileType.WriteMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.TrustListType.AddCertificateMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.TrustListType.CloseAndUpdateMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.TrustListType.OpenWithMasksMethod;
import org.eclipse.milo.opcua.sdk.server.model.objects.TrustListType.RemoveCertificateMethod;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UByte;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;

/** Methods of the trust list of a certificate group, carried out on a {@link TrustListFile}. */
record TrustListMethods(TrustListFile file) {

  /** Gives the nodes of the trust list of a group values and methods. */
  void installOn(OpcUaServer server, NodeId group) {
    UaNode trustList = child(node(server, group), "TrustList");
    Map<String, Function<UaMethodNode, MethodInvocationHandler>> methods =
        Map.of(
            "Open", this::open,
            "OpenWithMasks", this::openWithMasks,
            "Read", this::read,
            "Write", this::write,
            "Close", this::close,
            "CloseAndUpdate", this::closeAndUpdate,
            "AddCertificate", this::addCertificate,
            "RemoveCertificate", this::removeCertificate);
    methods.forEach(
        (name, handler) -> {
          UaMethodNode method = (UaMethodNode) child(trustList, name);
          method.setInvocationHandler(handler.apply(method));
        });
    for (String property : List.of("Writable", "UserWritable")) {
      ((UaVariableNode) child(trustList, property)).setValue(new DataValue(new Variant(true)));
    }
  }

  private MethodInvocationHandler open(UaMethodNode node) {
    return new OpenMethod(node) {
      @Override
      protected void invoke(InvocationContext context, UByte mode, Out<UInteger> handle)
          throws UaException {
        handle.set(file.open(Administrator.require(context), mode.intValue()));
      }
    };
  }

  private MethodInvocationHandler openWithMasks(UaMethodNode node) {
    return new OpenWithMasksMethod(node) {
      @Override
      protected void invoke(InvocationContext context, UInteger masks, Out<UInteger> handle)
          throws UaException {
        handle.set(file.openWithMasks(Administrator.require(context), masks));
      }
    };
  }

  private MethodInvocationHandler read(UaMethodNode node) {
    return new ReadMethod(node) {
      @Override
      protected void invoke(
          InvocationContext context, UInteger handle, Integer length, Out<ByteString> data)
          throws UaException {
        data.set(file.read(Administrator.require(context), handle, length));
      }
    };
  }

  private MethodInvocationHandler write(UaMethodNode node) {
    return new WriteMethod(node) {
      @Override
      protected void invoke(InvocationContext context, UInteger handle, ByteString data)
          throws UaException {
        file.write(Administrator.require(context), handle, data);
      }
    };
  }

  private MethodInvocationHandler close(UaMethodNode node) {
    return new CloseMethod(node) {
      @Override
      protected void invoke(InvocationContext context, UInteger handle) throws UaException {
        file.close(Administrator.require(context), handle);
      }
    };
  }

  private MethodInvocationHandler closeAndUpdate(UaMethodNode node) {
    return new CloseAndUpdateMethod(node) {
      @Override
      protected void invoke(InvocationContext context, UInteger handle, Out<Boolean> required)
          throws UaException {
        file.closeAndUpdate(Administrator.require(context), handle);
        required.set(true);
      }
    };
  }

  private MethodInvocationHandler addCertificate(UaMethodNode node) {
    return new AddCertificateMethod(node) {
      @Override
      protected void invoke(InvocationContext context, ByteString certificate, Boolean trusted)
          throws UaException {
        file.add(Administrator.require(context), certificate, trusted);
      }
    };
  }

  private MethodInvocationHandler removeCertificate(UaMethodNode node) {
    return new RemoveCertificateMethod(node) {
      @Override
      protected void invoke(InvocationContext context, String thumbprint, Boolean trusted)
          throws UaException {
        file.remove(Administrator.require(context), thumbprint, trusted);
      }
    };
  }

  private static UaNode node(OpcUaServer server, NodeId id) {
    return server.getAddressSpaceManager().getManagedNode(id).orElseThrow();
  }

  private static UaNode child(UaNode parent, String name) {
    return parent.findNode(new QualifiedName(0, name)).orElseThrow();
  }
}
