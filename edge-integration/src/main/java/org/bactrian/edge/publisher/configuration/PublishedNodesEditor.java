package org.bactrian.edge.publisher.configuration;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.bactrian.edge.file.FileContent;
import org.bactrian.edge.publisher.nodes.CredentialCipher;
import org.bactrian.edge.publisher.nodes.PublishedNodesFault;
import org.bactrian.edge.publisher.nodes.PublishedNodesFile;
import org.bactrian.model.fault.FaultKind;
import org.bactrian.model.fault.OperationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Editor of the published nodes file for operations. A change is checked by the reader of the file,
 * written as a whole or not at all, and published before the operation is answered. When somebody
 * else has changed the file meanwhile, the change is made again on what it says then. Thread-safe.
 */
public final class PublishedNodesEditor {

  private static final Logger LOG = LoggerFactory.getLogger(PublishedNodesEditor.class);
  private static final int MAX_ATTEMPTS = 20;

  private final Optional<PublishedNodesFile> nodes;
  private final boolean createIfMissing;
  private final CredentialCipher cipher;
  private final boolean seals;

  /**
   * @param nodes the file; empty where the cloud says what is published
   * @param createIfMissing whether a file that does not exist may be made
   * @param cipher encrypts and decrypts credentials
   * @param seals whether credentials are always encrypted; where the file has encrypted ones, they
   *     are in any case
   */
  public PublishedNodesEditor(
      Optional<PublishedNodesFile> nodes,
      boolean createIfMissing,
      CredentialCipher cipher,
      boolean seals) {
    this.nodes = nodes;
    this.createIfMissing = createIfMissing;
    this.cipher = cipher;
    this.seals = seals;
  }

  /** Encrypts the credentials that stand in the file, where that is asked for. */
  public synchronized void sealPresent() {
    if (!seals || nodes.isEmpty()) {
      return;
    }
    PublishedNodesFile file = nodes.get();
    try {
      byte @Nullable [] before = ReplacedFile.bytes(file.file()).orElse(null);
      PublishedNodesDocument document = document(file.file(), before);
      if (document.seal(cipher) && replace(file, before, document.text())) {
        file.read();
        LOG.info("The credentials in {} were encrypted", file.file());
      }
    } catch (IOException | OperationException e) {
      LOG.warn("The credentials in {} stay as they are: {}", file.file(), e.getMessage());
    }
  }

  /** Reads something of the file. */
  synchronized <T> T read(Function<PublishedNodesDocument, T> question) {
    PublishedNodesFile file = file();
    PublishedNodesDocument document = document(file.file(), bytes(file.file()));
    try {
      document.unseal(cipher);
    } catch (IOException e) {
      LOG.warn("The credentials in {} are shown as they are", file.file(), e);
    }
    return question.apply(document);
  }

  /**
   * Changes the file.
   *
   * @param change changes the document; called again when the file was changed meanwhile
   * @return what the change returns
   * @throws OperationException of kind BAD_REQUEST when the reader of the file refuses what the
   *     change brings in
   */
  synchronized <T> T change(Function<PublishedNodesDocument, T> change) {
    PublishedNodesFile file = file();
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      byte @Nullable [] before = bytes(file.file());
      PublishedNodesDocument document = document(file.file(), before);
      boolean sealed = unseal(document) || seals;
      String former = document.text();
      T result = change.apply(document);
      String text = document.text();
      if (before != null && text.equals(former)) {
        return result;
      }
      check(file, former, text);
      if (replace(file, before, sealed ? sealed(file, document) : text)) {
        file.read();
        return result;
      }
      LOG.info("{} was changed meanwhile, the change is made again", file.file());
    }
    throw new OperationException(
        FaultKind.BUSY,
        name(file.file()) + " is changed all the time by somebody else. Nothing was changed here.");
  }

  private boolean unseal(PublishedNodesDocument document) {
    try {
      return document.unseal(cipher);
    } catch (IOException e) {
      LOG.warn("The key of encrypted credentials cannot be read", e);
      throw new OperationException(
          FaultKind.INTERNAL,
          name(cipher.keyFile())
              + " in the data folder is damaged or may not be read. Restore it from a backup."
              + " Nothing was changed.",
          e);
    }
  }

  private String sealed(PublishedNodesFile file, PublishedNodesDocument document) {
    try {
      document.seal(cipher);
      return document.text();
    } catch (IOException e) {
      LOG.warn("The credentials for {} cannot be encrypted", file.file(), e);
      throw new OperationException(
          FaultKind.INTERNAL,
          "The credentials for %s cannot be encrypted; the edge's log tells why. Nothing was changed."
              .formatted(name(file.file())),
          e);
    }
  }

  /** A file as callers are told of it, who need not know the folders of the edge. */
  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private PublishedNodesFile file() {
    return nodes.orElseThrow(
        () ->
            new OperationException(
                FaultKind.INVALID_STATE,
                "The cloud says what this publisher publishes, so it has no published nodes file."
                    + " Change the job there, or start the edge with --pf."));
  }

  private byte @Nullable [] bytes(Path file) {
    try {
      Optional<byte[]> content = ReplacedFile.bytes(file);
      if (content.isEmpty() && !createIfMissing) {
        throw new OperationException(
            FaultKind.INTERNAL,
            name(file)
                + " does not exist. Create it, or start the edge with --cf, which makes it.");
      }
      return content.orElse(null);
    } catch (IOException e) {
      LOG.warn("{} cannot be read", file, e);
      FileContent.Unreadable reason = FileContent.unreadable(file, e);
      throw new OperationException(
          FaultKind.INTERNAL, name(file) + " " + reason.reason() + ". " + reason.remedy(), e);
    }
  }

  private static PublishedNodesDocument document(Path file, byte @Nullable [] content) {
    if (content == null) {
      return PublishedNodesDocument.empty();
    }
    FileContent decoded = FileContent.decoded(content);
    if (!(decoded instanceof FileContent.Text text)) {
      throw damaged(file, "is not UTF-8 text", null);
    }
    if (text.text().isBlank()) {
      return PublishedNodesDocument.empty();
    }
    try {
      return PublishedNodesDocument.parse(text.text());
    } catch (JsonProcessingException e) {
      throw damaged(
          file,
          e.getLocation() == null
              ? "is not JSON"
              : "is not JSON in line " + e.getLocation().getLineNr(),
          e);
    }
  }

  private static OperationException damaged(Path file, String reason, @Nullable Throwable cause) {
    return new OperationException(
        FaultKind.INVALID_STATE,
        name(file) + " " + reason + ". Repair it first; what it said before stays published.",
        cause);
  }

  /** Refuses a change that brings an error into the file; errors that were there may stay. */
  private static void check(PublishedNodesFile file, String former, String text) {
    List<String> now = errors(file, text);
    if (now.isEmpty()) {
      return;
    }
    List<String> present = new ArrayList<>();
    errors(file, former).forEach(error -> present.add(withoutNumbers(error)));
    List<String> brought =
        now.stream().filter(error -> !present.remove(withoutNumbers(error))).toList();
    if (!brought.isEmpty()) {
      throw new OperationException(FaultKind.BAD_REQUEST, String.join(" ", brought));
    }
  }

  /** An error that was there tells of other lines and numbers of nodes after a change. */
  private static String withoutNumbers(String error) {
    return error.replaceAll("\\d+", "#");
  }

  private static List<String> errors(PublishedNodesFile file, String text) {
    return file.check(text).stream()
        .filter(PublishedNodesFault::isError)
        .map(fault -> (fault.pointer().isEmpty() ? "" : fault.pointer() + ": ") + fault.message())
        .toList();
  }

  private static boolean replace(PublishedNodesFile file, byte @Nullable [] before, String text) {
    try (ReplacedFile replacement =
        ReplacedFile.prepare(file.file(), text.getBytes(StandardCharsets.UTF_8))) {
      if (!Arrays.equals(before, ReplacedFile.bytes(file.file()).orElse(null))) {
        return false;
      }
      replacement.commit();
      return true;
    } catch (IOException e) {
      LOG.warn("{} cannot be written", file.file(), e);
      throw new OperationException(
          FaultKind.INTERNAL,
          ("%s cannot be written; the edge's log tells why. Allow its user to write the file and its"
                  + " folder. Nothing was changed.")
              .formatted(name(file.file())),
          e);
    }
  }
}
