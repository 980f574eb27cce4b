package dev.freshet.server.canary;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.search.SearchService;
import dev.freshet.storage.AtomicFile;
import dev.freshet.storage.location.Location;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of the canary in the landing zone: one line, the newest state of one record, which each
 * landing replaces. Its stamp, which grows, is the version and stands in the text. Thread-safe.
 */
final class CanaryFile {

  private static final String NAME = "freshet-canary.json";
  private static final Pattern STAMP = Pattern.compile("Freshet canary number ([0-9]{1,18})[.]");

  private final FreshetConfig config;
  private final AtomicFile file;

  /**
   * @param config of a pipeline that may have a canary
   */
  CanaryFile(FreshetConfig config) {
    this.config = config;
    this.file = new AtomicFile(((Location.Local) config.source().location()).path().resolve(NAME));
  }

  /** What the record says, and what it is searched by. */
  static String text(long stamp) {
    return "Freshet canary number " + stamp + ". It measures how soon a search finds what landed.";
  }

  /** The stamp of a text that was found; empty if it is another text. */
  static OptionalLong stamp(String text) {
    Matcher stamp = STAMP.matcher(text);
    return stamp.find() ? OptionalLong.of(Long.parseLong(stamp.group(1))) : OptionalLong.empty();
  }

  /** Why the pipeline does not read the file; empty if it does. */
  Optional<String> ignored() {
    return Optional.ofNullable(config.source().options().get("pathGlobFilter"))
        .filter(
            glob -> !FileSystems.getDefault().getPathMatcher("glob:" + glob).matches(Path.of(NAME)))
        .map(
            glob ->
                "Cannot measure with a canary: pathGlobFilter "
                    + glob
                    + " of source.options leaves out "
                    + NAME
                    + ". Widen it, or leave serve.canary out.");
  }

  /**
   * Lands the record.
   *
   * @throws IOException if the landing zone cannot be written
   */
  void land(long stamp) throws IOException {
    file.replaceReport((line(stamp) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The line for the change format of the source. */
  String line(long stamp) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    config
        .record()
        .key()
        .forEach(field -> put(row, field).put(last(field), SearchService.CANARY_KEY));
    config.record().version().ifPresent(field -> put(row, field).put(last(field), stamp));
    String field = config.input().canaryField().orElseThrow();
    put(row, field).put(last(field), text(stamp));
    return (config.source().changes() == ChangeFormat.DEBEZIUM ? envelope(row, stamp) : row)
        .toString();
  }

  /** A Debezium event of a connector without a log: the order of arrival decides. */
  private static ObjectNode envelope(ObjectNode row, long stamp) {
    ObjectNode envelope = JsonNodeFactory.instance.objectNode();
    envelope.put("op", "u").putNull("before").set("after", row);
    envelope.putObject("source").put("connector", SearchService.CANARY_KEY).put("ts_ms", stamp);
    return envelope.put("ts_ms", stamp);
  }

  /** The object that holds a field; dots lead into nested objects. */
  private static ObjectNode put(ObjectNode row, String field) {
    ObjectNode holder = row;
    String[] path = field.split("[.]");
    for (int i = 0; i + 1 < path.length; i++) {
      holder = holder.withObjectProperty(path[i]);
    }
    return holder;
  }

  private static String last(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }
}
