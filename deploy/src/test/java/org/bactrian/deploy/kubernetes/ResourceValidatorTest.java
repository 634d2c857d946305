package org.bactrian.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.bactrian.deploy.DeployFolder;
import org.junit.jupiter.api.Test;

/** The validator itself: what it accepts, and how it names a fault. */
class ResourceValidatorTest {

  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: edge
        labels: {app: edge}
      spec:
        replicas: 1
        selector:
          matchLabels: {app: edge}
        template:
          metadata:
            labels: {app: edge}
          spec:
            containers:
              - name: edge
                image: bactrian-edge
                resources:
                  limits: {memory: 512Mi, cpu: 1}
                livenessProbe:
                  httpGet: {path: /live, port: management}
      """;

  @Test
  void aDeploymentThatTheApiKnowsHasNoFaults() {
    assertThat(ResourceValidator.faults(DeployFolder.document(DEPLOYMENT))).isEmpty();
  }

  @Test
  void eachFaultIsNamedByItsPointer() {
    String broken =
        DEPLOYMENT
            .replace("replicas: 1", "replicas: one")
            .replace("image:", "imgae:")
            .replace("512Mi", "512 MB")
            .replace("    matchLabels", "    matchLables")
            .replace("httpGet: {path: /live, port: management}", "httpGet: {path: /live}");
    assertThat(ResourceValidator.faults(DeployFolder.document(broken)))
        .containsExactlyInAnyOrder(
            "/spec/replicas: \"one\" is no Integer",
            "/spec/selector/matchLables: unknown in V1LabelSelector",
            "/spec/template/spec/containers/0/imgae: unknown in V1Container",
            "/spec/template/spec/containers/0/resources/limits/memory: \"512 MB\" is no Quantity",
            "/spec/template/spec/containers/0/livenessProbe/httpGet/port: missing,"
                + " V1HTTPGetAction requires it");
  }

  @Test
  void aKindThatIsNotOfTheApiIsRefused() {
    String other = DEPLOYMENT.replace("kind: Deployment", "kind: Deploymint");
    assertThat(ResourceValidator.faults(DeployFolder.document(other)))
        .containsExactly("/kind: apps/v1 Deploymint is not of the Kubernetes API");
  }
}
