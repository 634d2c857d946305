package org.bactrian.localazure.hub.twin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.bactrian.localazure.hub.fault.HubFault;
import org.bactrian.localazure.hub.fault.HubFaultException;

/**
 * The twin of a device or module, as "Understand and use device twins in IoT Hub" describes it
 * (https://learn.microsoft.com/azure/iot-hub/iot-hub-devguide-device-twins). Nobody changes its
 * nodes: a change makes a new twin.
 *
 * @param revision rises with changes from the cloud; the etag shows it
 * @param version rises by one with every change
 * @param tags what only the cloud sees
 */
public record HubTwin(
    long revision, long version, ObjectNode tags, TwinSection desired, TwinSection reported) {

  /** The twin of a new identity. */
  public static HubTwin blank(Instant now) {
    return new HubTwin(
        1,
        2,
        JsonNodeFactory.instance.objectNode(),
        TwinSection.empty(now),
        TwinSection.empty(now));
  }

  /** The etag, which tags and desired properties share and reported properties do not touch. */
  public String etag() {
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(8).putLong(revision).array());
  }

  /**
   * Result of a change.
   *
   * @param twin the twin after it
   * @param notice what a connected client is told, if desired properties were part of it
   */
  public record Changed(HubTwin twin, Optional<ObjectNode> notice) {}

  /**
   * Merges {@code tags} and {@code properties.desired} of a service request.
   *
   * @throws HubFaultException when the patch is not allowed
   */
  public Changed patch(JsonNode body, Instant now) {
    Optional<ObjectNode> tagPatch = section(body, "tags");
    Optional<ObjectNode> desiredPatch = section(body.path("properties"), "desired");
    ObjectNode newTags = tagPatch.map(this::mergedTags).orElse(tags);
    TwinSection newDesired =
        desiredPatch.map(patch -> desired.merge(patch, now, true)).orElse(desired);
    return changed(
        newTags, newDesired, desiredPatch.map(patch -> notice(patch.deepCopy(), newDesired)));
  }

  /**
   * Replaces {@code tags} and {@code properties.desired}, those that a service request has.
   *
   * @throws HubFaultException when the content is not allowed
   */
  public Changed replace(JsonNode body, Instant now) {
    Optional<ObjectNode> tagContent = section(body, "tags");
    Optional<ObjectNode> desiredContent = section(body.path("properties"), "desired");
    ObjectNode newTags = tagContent.map(HubTwin::withoutNulls).orElse(tags);
    TwinSection newDesired =
        desiredContent.map(content -> desired.replace(content, now, true)).orElse(desired);
    return changed(
        newTags,
        newDesired,
        desiredContent.map(
            content -> {
              ObjectNode told = content.deepCopy();
              desired.namesMissingIn(content).forEach(told::putNull);
              return notice(told, newDesired);
            }));
  }

  /**
   * Merges what the device reports.
   *
   * @throws HubFaultException when the patch is not allowed
   */
  public HubTwin report(JsonNode body, Instant now) {
    if (!(body instanceof ObjectNode patch)) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, "reported is no JSON object");
    }
    ObjectNode clean = withoutBookkeeping(patch);
    TwinRules.requireValid("reported", clean);
    TwinSection newReported = reported.merge(clean, now, false);
    TwinRules.requireFits("reported", newReported.values(), TwinRules.MAX_SECTION_BYTES);
    return new HubTwin(revision, version + 1, tags, desired, newReported);
  }

  /**
   * Changes of a patch that led to this twin, with metadata: {@code version} and those of {@code
   * tags}, {@code properties.desired} and {@code properties.reported} that it has.
   */
  public ObjectNode changes(JsonNode patch) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", version);
    section(patch, "tags").ifPresent(changed -> json.set("tags", changed));
    JsonNode properties = patch.path("properties");
    section(properties, "desired")
        .ifPresent(
            changed -> json.withObject("/properties").set("desired", desired.changes(changed)));
    section(properties, "reported")
        .ifPresent(
            changed -> json.withObject("/properties").set("reported", reported.changes(changed)));
    return json;
  }

  /** {@code desired} and {@code reported}, as the device reads them. */
  public ObjectNode toDeviceJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("desired", desired.toDeviceJson());
    json.set("reported", reported.toDeviceJson());
    return json;
  }

  /** The {@code properties} member of the service's twin. */
  public ObjectNode propertiesJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("desired", desired.toServiceJson());
    json.set("reported", reported.toServiceJson());
    return json;
  }

  private Changed changed(ObjectNode newTags, TwinSection newDesired, Optional<ObjectNode> notice) {
    TwinRules.requireFits("tags", newTags, TwinRules.MAX_TAGS_BYTES);
    TwinRules.requireFits("desired", newDesired.values(), TwinRules.MAX_SECTION_BYTES);
    return new Changed(
        new HubTwin(revision + 1, version + 1, newTags, newDesired, reported), notice);
  }

  private static ObjectNode notice(ObjectNode patch, TwinSection desired) {
    patch.put("$version", desired.version());
    return patch;
  }

  private ObjectNode mergedTags(ObjectNode patch) {
    return MergePatch.apply(tags, patch);
  }

  private static ObjectNode withoutNulls(ObjectNode content) {
    return MergePatch.apply(JsonNodeFactory.instance.objectNode(), content);
  }

  private static Optional<ObjectNode> section(JsonNode parent, String name) {
    JsonNode node = parent.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!(node instanceof ObjectNode object)) {
      throw new HubFaultException(HubFault.ARGUMENT_INVALID, name + " is no JSON object");
    }
    ObjectNode clean = withoutBookkeeping(object);
    TwinRules.requireValid(name, clean);
    return Optional.of(clean);
  }

  // Clients send back what they read, with the hub's own members in it.
  private static ObjectNode withoutBookkeeping(ObjectNode content) {
    ObjectNode clean = content.deepCopy();
    clean.remove("$version");
    clean.remove("$metadata");
    return clean;
  }
}
