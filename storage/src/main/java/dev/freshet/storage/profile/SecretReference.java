package dev.freshet.storage.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a secret is kept: an environment variable or a file. The value is read whenever a client is
 * made, so that a new value in the file is used from then on, and is never part of this object.
 *
 * @param kind {@code env} or {@code file}
 * @param target name of the variable, or path of the file
 */
public record SecretReference(String kind, String target) {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final String FILE = "file";
  private static final int MAX_BYTES = 64 * 1024;

  /**
   * Reads <code>${env:NAME}</code> or <code>${file:path}</code>.
   *
   * @return empty if the text is anything else, such as the secret itself
   */
  public static Optional<SecretReference> parse(String text) {
    Matcher matcher = REFERENCE.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(new SecretReference(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** The same with an absolute path; a relative one starts at {@code base}. */
  public SecretReference from(Path base) {
    return kind.equals(FILE)
        ? new SecretReference(kind, base.resolve(target).normalize().toString())
        : this;
  }

  /**
   * The secret as it is now.
   *
   * @param environment looks up a variable; gives null for one that is not set
   * @throws IllegalArgumentException if there is none
   */
  public String reveal(UnaryOperator<@Nullable String> environment) {
    String value = kind.equals(FILE) ? content(Path.of(target)) : environment.apply(target);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot read the secret "
              + this
              + ": "
              + (kind.equals(FILE) ? "the file is empty" : "the variable is not set")
              + ". Put the value there before you start.");
    }
    return value;
  }

  private String content(Path file) {
    if (!Files.isRegularFile(file)) {
      // Reading a device or a pipe may never end.
      throw new IllegalArgumentException(
          "Cannot read the secret " + this + ": there is no such file. Correct the path.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IllegalArgumentException(
            "Cannot read the secret "
                + this
                + ": the file is larger than "
                + MAX_BYTES
                + " bytes. Refer to a file that holds the value alone.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString().strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Cannot read the secret "
              + this
              + ": "
              + e
              + ". Give this user the right to read the file.",
          e);
    }
  }

  /** As users write it. */
  @Override
  public String toString() {
    return "${" + kind + ":" + target + "}";
  }
}
