package org.bactrian.edge.mqtt;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.bactrian.edge.EdgeConfiguration;
import org.bactrian.edge.options.EdgeOptionsReader;

/** An edge that takes methods over MQTT only, with the routes of {@link Plant}. */
final class MqttEdge {

  private MqttEdge() {}

  /** Starts it with a broker on {@code port} of loopback, and further options. */
  static DefaultCamelContext start(int port, Path folder, Plant plant, String... options)
      throws Exception {
    Path nodes = folder.resolve("nodes.json");
    Files.writeString(nodes, "[]");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-t=null",
                "--disable-http",
                "--pf=" + nodes,
                "--data=" + folder.resolve("edge"),
                "--site=plant1",
                "--id=edge",
                "--mqc=HostName=127.0.0.1;Port=" + port + ";UseTls=false"));
    arguments.addAll(List.of(options));
    DefaultCamelContext context = new DefaultCamelContext();
    context.disableJMX();
    context.getRegistry().bind("plant", plant);
    new EdgeConfiguration(EdgeOptionsReader.read(arguments, Map.of()).options()).configure(context);
    for (String file : List.of("errors", "discovery", "module", "mqtt")) {
      PluginHelper.getRoutesLoader(context)
          .loadRoutes(
              ResourceHelper.resolveMandatoryResource(
                  context, "classpath:routes/edge/" + file + ".camel.yaml"));
    }
    PluginHelper.getRoutesLoader(context)
        .loadRoutes(ResourceHelper.fromString("test.camel.yaml", Plant.ROUTES));
    context.start();
    return context;
  }
}
