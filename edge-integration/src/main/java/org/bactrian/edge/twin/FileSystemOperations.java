package org.bactrian.edge.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.bactrian.edge.twin.contract.ErrorInfo;
import org.bactrian.edge.twin.contract.FileInfo;
import org.bactrian.edge.twin.contract.FileSystemObject;
import org.bactrian.edge.twin.contract.FileWriteOptions;
import org.bactrian.edge.twin.contract.ServiceResponse;
import org.bactrian.iothub.module.IotHubModuleConstants;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.bactrian.model.registry.RegistryJson;
import org.bactrian.web.problem.ExceptionProblemMapper;
import org.bactrian.web.problem.ExchangeProblems;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;

/**
 * Methods for the directories and files of servers (Part 20). Each takes JSON and returns an object
 * that is written as JSON; contents of files are bytes.
 */
public final class FileSystemOperations {

  private static final int WRITE = 2;
  private static final int ERASE = 4;
  private static final int APPEND = 8;

  private final TwinRequestExecutor calls;

  public FileSystemOperations(TwinRequestExecutor calls) {
    this.calls = calls;
  }

  /** Method GetFileSystems: directories that are in no other one. */
  public CompletableFuture<List<ServiceResponse<FileSystemObject>>> getFileSystems(
      @Body JsonNode connection) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.set("connection", connection);
    return calls.carryOut(
        RegistryJson.bytes(envelope),
        JsonNode.class,
        none -> null,
        (server, nothing) ->
            new FileObjects(server).fileSystems().stream().map(ServiceResponse::of).toList(),
        error -> List.of(ServiceResponse.failed(error)));
  }

  /** Method GetDirectories: directories of a directory. */
  public CompletableFuture<ServiceResponse<List<FileSystemObject>>> getDirectories(
      @Body byte[] request) {
    return components(request, NodeIds.FileDirectoryType);
  }

  /** Method GetFiles: files of a directory. */
  public CompletableFuture<ServiceResponse<List<FileSystemObject>>> getFiles(@Body byte[] request) {
    return components(request, NodeIds.FileType);
  }

  private CompletableFuture<ServiceResponse<List<FileSystemObject>>> components(
      byte[] request, NodeId type) {
    return on(
        request,
        (server, object) -> {
          FileObjects objects = new FileObjects(server);
          return ServiceResponse.of(objects.components(objects.resolve(object), type));
        },
        error -> new ServiceResponse<>(List.of(), error));
  }

  /** Method GetParent: the directory that a file or directory is in. */
  public CompletableFuture<ServiceResponse<FileSystemObject>> getParent(@Body byte[] request) {
    return on(
        request,
        (server, object) -> {
          FileObjects objects = new FileObjects(server);
          return ServiceResponse.of(objects.parent(objects.resolve(object)));
        },
        ServiceResponse::failed);
  }

  /** Method GetFileInfo: properties of a file. */
  public CompletableFuture<ServiceResponse<FileInfo>> getFileInfo(@Body byte[] request) {
    return on(
        request,
        (server, object) -> ServiceResponse.of(file(server, object).info()),
        ServiceResponse::failed);
  }

  /** Method CreateFile: makes an empty file in a directory. */
  public CompletableFuture<ServiceResponse<FileSystemObject>> createFile(
      @Header("name") String name, @Body byte[] request) {
    return on(
        request,
        (server, object) ->
            created(
                server,
                name,
                file(server, object)
                    .call(
                        "CreateFile",
                        NodeIds.FileDirectoryType_CreateFile,
                        new Variant(name),
                        new Variant(false))),
        ServiceResponse::failed);
  }

  /** Method CreateDirectory: makes a directory in another. */
  public CompletableFuture<ServiceResponse<FileSystemObject>> createDirectory(
      @Header("name") String name, @Body byte[] request) {
    return on(
        request,
        (server, object) ->
            created(
                server,
                name,
                file(server, object)
                    .call(
                        "CreateDirectory",
                        NodeIds.FileDirectoryType_CreateDirectory,
                        new Variant(name))),
        ServiceResponse::failed);
  }

  private static ServiceResponse<FileSystemObject> created(
      ServerView server, String name, List<Variant> outputs) throws UaException {
    return ServiceResponse.of(
        new FileObjects(server).object(ServerFile.output(outputs, NodeId.class), name));
  }

  /**
   * Method DeleteFileSystemObject: deletes a file or directory from the directory that it is in.
   */
  public CompletableFuture<Object> deleteFileSystemObject(@Body byte[] request) {
    return on(
        request,
        (server, object) -> {
          FileObjects objects = new FileObjects(server);
          NodeId node = objects.resolve(object);
          String parent = objects.parent(node).nodeId();
          delete(new ServerFile(server, server.local(ServerView.node(parent))), node);
          return DONE;
        },
        error -> error);
  }

  /** Method DeleteFileOrDirectory: deletes a file or directory from a directory. */
  public CompletableFuture<Object> deleteFileOrDirectory(
      @Header("fileOrDirectoryNodeId") String node, @Body byte[] request) {
    return on(
        request,
        (server, object) -> {
          delete(file(server, object), server.local(ServerView.node(node)));
          return DONE;
        },
        error -> error);
  }

  /** Answer without a fault, which has no members. */
  private static final Object DONE = JsonNodeFactory.instance.objectNode();

  private static void delete(ServerFile directory, NodeId node) throws UaException {
    directory.call(
        "Delete", // its symbolic name is DeleteFileSystemObject
        NodeIds.FileDirectoryType_DeleteFileSystemObject,
        new Variant(node));
  }

  /** Operation Download: the content of a file; as a method, in Base64. */
  public CompletableFuture<Object> download(
      @Header("x-ms-connection") String connection,
      @Header("x-ms-target") String target,
      Exchange exchange) {
    boolean method = isMethod(exchange);
    return on(
        envelope(connection, target),
        (server, object) -> {
          byte[] content = file(server, object).read();
          return method ? TextNode.valueOf(Base64.getEncoder().encodeToString(content)) : content;
        },
        error -> refused(error, exchange));
  }

  /** Operation Upload: replaces or adds to the content of a file. */
  public CompletableFuture<Object> upload(
      @Header("x-ms-connection") String connection,
      @Header("x-ms-target") String target,
      @Header("x-ms-options") @Nullable String options,
      @Body byte @Nullable [] content,
      Exchange exchange) {
    if (isMethod(exchange)) {
      throw new OperationException(
          FaultKind.NOT_SUPPORTED, "A method cannot carry a file. Call Upload over HTTP.");
    }
    FileWriteOptions how =
        RegistryJson.read(
            options == null || options.isBlank() ? "{}" : options, FileWriteOptions.class);
    return on(
        envelope(connection, target),
        (server, object) -> {
          file(server, object)
              .write(
                  content == null ? new byte[0] : content,
                  mode(how),
                  ServerView.isGiven(how.closeMethodId())
                      ? server.local(ServerView.node(how.closeMethodId()))
                      : null,
                  true);
          return "";
        },
        error -> refused(error, exchange));
  }

  private static boolean isMethod(Exchange exchange) {
    return exchange.getMessage().getHeader(IotHubModuleConstants.METHOD_NAME) != null;
  }

  private static int mode(FileWriteOptions options) {
    return switch (options.mode() == null ? FileWriteOptions.Mode.Create : options.mode()) {
      case Create -> WRITE | ERASE;
      case Write -> WRITE;
      case Append -> WRITE | APPEND;
    };
  }

  /** Contents have no errorInfo, so that a header tells it, as OPC Publisher means to. */
  private static Object refused(ErrorInfo error, Exchange exchange) {
    if (isMethod(exchange)) {
      throw new OperationException(
          FaultKind.BAD_REQUEST,
          "The server does not answer with the file: " + error.errorMessage() + ".");
    }
    OperationException fault =
        OperationException.refusedByModule(FaultKind.INTERNAL.status(), error.errorMessage(), "");
    ExchangeProblems.put(exchange, ExceptionProblemMapper.of(fault));
    exchange.getMessage().setHeader("errorInfo", RegistryJson.text(error));
    return exchange.getMessage().getBody();
  }

  private static byte[] envelope(String connection, String target) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.set("connection", RegistryJson.read(connection, JsonNode.class));
    envelope.set("request", RegistryJson.read(target, JsonNode.class));
    return RegistryJson.bytes(envelope);
  }

  private static ServerFile file(ServerView server, FileSystemObject object) throws UaException {
    return new ServerFile(server, new FileObjects(server).resolve(object));
  }

  private <R> CompletableFuture<R> on(
      byte[] request,
      TwinRequestExecutor.RequestStep<FileSystemObject, R> step,
      Function<ErrorInfo, R> failed) {
    return calls.carryOut(request, FileSystemObject.class, object -> null, step, failed);
  }
}
