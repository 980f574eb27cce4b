package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import dev.freshet.pipeline.order.PositionText;
import dev.freshet.pipeline.order.SourcePosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every parser of a change format must do. What the lines of one format mean is written in a
 * file of golden lines, {@code src/test/resources/changes}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ChangeParserContract {

  private static final RecordIdentity BY_ID = new RecordIdentity(RecordConfig.of("id"));

  /** The parser, for records with this identity. */
  abstract ChangeParser parser(RecordIdentity identity);

  /** Name of the file of golden lines. */
  abstract String goldenFile();

  /** A landed line and what it means. */
  record Golden(RecordIdentity identity, LandedRow row, String meaning) {

    @Override
    public String toString() {
      return row.value() + " -> " + meaning;
    }
  }

  @ParameterizedTest
  @MethodSource("goldenLines")
  void goldenLineMeansWhatIsWrittenBelowIt(Golden golden) {
    assertThat(meaning(parser(golden.identity), golden.row)).isEqualTo(golden.meaning);
  }

  @ParameterizedTest
  @MethodSource("goldenLines")
  void lineMeansTheSameAgain(Golden golden) {
    ChangeParser parser = parser(golden.identity);

    assertThat(parser.parse(golden.row)).isEqualTo(parser.parse(golden.row));
  }

  @Test
  void damagedLineKeepsTheReasonItLandedWith() {
    assertThat(Landed.reason(parser(BY_ID), Landed.damaged("{\"id\":7}", "Cannot read it: torn.")))
        .isEqualTo("Cannot read it: torn.");
    assertThat(Landed.reason(parser(BY_ID), Landed.damaged(null, "Cannot read it: gone.")))
        .isEqualTo("Cannot read it: gone.");
  }

  @Test
  void markerWithoutContentIsRejected() {
    assertThat(Landed.reason(parser(BY_ID), Landed.line(0, null)))
        .matches("Cannot read the (line|file): it has no content\\. Land the file again\\.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"id\":7",
        "{id:7}",
        "{\"id\":7}}",
        "{\"id\":7} {\"id\":8}",
        "{\"t\":\"a\tb\"}",
        "\u0000",
        "\\ud800"
      })
  void badInputIsRejectedAndNeverThrown(String line) {
    assertThat(Landed.reason(parser(BY_ID), Landed.line(line))).startsWith("Cannot ");
  }

  List<Golden> goldenLines() throws IOException {
    List<String> lines;
    try (InputStream file =
        Objects.requireNonNull(
            ChangeParserContract.class.getResourceAsStream("/changes/" + goldenFile()))) {
      lines =
          new String(file.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isEmpty() && !line.startsWith("#"))
              .toList();
    }
    assertThat(lines.size() % 3).as("three lines a case").isZero();
    List<Golden> golden = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += 3) {
      golden.add(
          new Golden(identity(lines.get(i)), Landed.line(lines.get(i + 1)), lines.get(i + 2)));
    }
    return golden;
  }

  /** Reads {@code key=a,b version=c}. */
  private static RecordIdentity identity(String columns) {
    List<String> key = List.of(value(columns, "key").orElseThrow().split(","));
    return new RecordIdentity(new RecordConfig(key, value(columns, "version")));
  }

  private static Optional<String> value(String columns, String name) {
    return Arrays.stream(columns.split(" "))
        .filter(column -> column.startsWith(name + "="))
        .map(column -> column.substring(name.length() + 1))
        .findFirst();
  }

  private static String meaning(ChangeParser parser, LandedRow row) {
    Parsed parsed = parser.parse(row);
    if (parsed instanceof Parsed.Rejected rejected) {
      return "REJECTED " + rejected.reason();
    }
    ChangeEvent event = ((Parsed.Accepted) parsed).event();
    Stream<Optional<String>> parts =
        event.op() == ChangeEvent.Op.CONTROL
            ? Stream.of(Optional.of("CONTROL"), position(event.position()))
            : Stream.of(
                Optional.of(event.op().name()),
                Optional.of("key=" + event.recordKey()),
                Optional.ofNullable(event.replacedKey()).map(key -> "replaces=" + key),
                place("version", event.version(), row),
                position(event.position()),
                Optional.ofNullable(event.sourceTime())
                    .map(time -> "time=" + (time.equals(row.landedAt()) ? "LANDED" : time)),
                Optional.ofNullable(event.fields()).map(fields -> "fields=" + fields));
    return String.join(" ", parts.flatMap(Optional::stream).toList());
  }

  private static Optional<String> position(SourcePosition position) {
    String text = PositionText.write(position);
    return Optional.of("position=" + (text.isEmpty() ? "ARRIVAL" : "[" + text + "]"));
  }

  private static Optional<String> place(String name, Long value, LandedRow row) {
    Object shown = value == null ? "none" : value == row.arrival() ? "ARRIVAL" : value;
    return Optional.of(name + "=" + shown);
  }
}
