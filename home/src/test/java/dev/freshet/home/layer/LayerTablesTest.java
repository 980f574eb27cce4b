package dev.freshet.home.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.BatchIdentity;
import dev.freshet.core.config.HomeLayout;
import dev.freshet.core.metadata.MetadataValue;
import dev.freshet.home.delta.AppendOutcome;
import dev.freshet.home.delta.DeltaTables;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every row goes into a real Delta table and comes back through every projection. */
class LayerTablesTest {

  private static final Instant LANDED = Instant.parse("2026-05-04T12:00:00.123456Z");
  private static final Instant HAPPENED = Instant.parse("2026-05-04T11:59:00Z");
  private static final BatchIdentity BATCH = new BatchIdentity("stream", 9);

  @TempDir Path dir;
  private DeltaTables tables;
  private LayerTables layers;

  @BeforeEach
  void open() {
    tables = DeltaTables.local();
    layers = LayerTables.of(tables, new HomeLayout(dir, "docs"));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  @Test
  void bronzeKeepsWhatIsUnderstoodAndWhatIsNot() {
    BronzeRow understood =
        new BronzeRow(
            from(7, 1),
            "{\"id\":1}",
            null,
            new BronzeRow.Understood("delete", "1", 3L, HAPPENED),
            "{\"records\":1}");
    BronzeRow marker =
        new BronzeRow(from(8, 0), null, "no JSON", BronzeRow.Understood.NOTHING, null);

    layers.bronze().append(BATCH, List.of(understood, marker));

    assertThat(cells(layers.bronze(), Bronze.SCHEMA.columns().size()))
        .containsExactlyInAnyOrder(
            values(7, 1, "{\"id\":1}", null, "delete", "1", 3L, true, HAPPENED, "{\"records\":1}"),
            values(8, 0, null, "no JSON", null, null, null, false, null, null));
    assertThat(read(layers.bronze(), LandedLine.PROJECTION))
        .containsExactlyInAnyOrder(new LandedLine("stream", 7, 1), new LandedLine("stream", 8, 0));
  }

  @Test
  void silverKeepsEventsAndControlEvents() {
    SilverRow event =
        new SilverRow(
            from(7, 1),
            "upsert",
            "1",
            3L,
            new SilverRow.Position(12, "n12"),
            new SilverRow.Content("{\"a\":1}", "old"),
            HAPPENED);
    SilverRow control =
        new SilverRow(
            from(7, 2), "control", null, null, new SilverRow.Position(13, ""), null, null);

    layers.silver().append(BATCH, List.of(event, control));

    assertThat(cells(layers.silver(), Silver.SCHEMA.columns().size()))
        .containsExactlyInAnyOrder(
            values(7, 1, "upsert", "1", 3L, 12L, false, "{\"a\":1}", HAPPENED, "n12", "old"),
            values(7, 2, "control", null, null, 13L, false, null, null, "", null));
    assertThat(read(layers.silver(), LandedLine.PROJECTION)).hasSize(2);
    assertThat(read(layers.silver(), Silver.FIELDS))
        .containsExactlyInAnyOrder(
            new Silver.Fields(new LandedLine("stream", 7, 1), "{\"a\":1}"),
            new Silver.Fields(new LandedLine("stream", 7, 2), null));
  }

  @Test
  void goldRowsComeBackButForTheTimeAtTheSource() {
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    metadata.put("tenant", new MetadataValue.Text("a"));
    metadata.put("author", null);
    GoldRow live =
        new GoldRow(from(7, 1), "1", 3, 12, "n12", new GoldRow.Content("text", metadata), HAPPENED);
    GoldRow tombstone = new GoldRow(from(7, 2), "2", 4, 13, "", null, null);

    layers.gold().append(BATCH, List.of(live, tombstone));

    assertThat(read(layers.gold(), Gold.ROWS))
        .containsExactlyInAnyOrder(
            new GoldRow(live.lineage(), "1", 3, 12, "n12", live.content(), null), tombstone);
    assertThat(read(layers.gold(), Gold.STATES))
        .containsExactlyInAnyOrder(
            new GoldState(new LandedLine("stream", 7, 1), "1", 3, 12, "n12", false),
            new GoldState(new LandedLine("stream", 7, 2), "2", 4, 13, "", true));
    assertThat(read(layers.gold(), Gold.TEXTS))
        .containsExactlyInAnyOrder(
            new Gold.KeyedText(new LandedLine("stream", 7, 1), "1", "text"),
            new Gold.KeyedText(new LandedLine("stream", 7, 2), "2", null));
    assertThat(cells(layers.gold(), Gold.SCHEMA.columns().size()))
        .extracting(row -> row.get(row.size() - 2))
        .as("time at the source")
        .containsExactlyInAnyOrder(HAPPENED, null);
  }

  @Test
  void metadataKeepsItsOrder() {
    Map<String, @Nullable MetadataValue> metadata = new LinkedHashMap<>();
    metadata.put("z", MetadataValue.Number.of(1));
    metadata.put("a", new MetadataValue.Text("2"));
    GoldRow row = new GoldRow(from(1, 1), "1", 1, 1, "", new GoldRow.Content("", metadata), null);

    layers.gold().append(BATCH, List.of(row));

    GoldRow.Content content = read(layers.gold(), Gold.ROWS).get(0).content();
    assertThat(content).isNotNull();
    assertThat(content.metadata().keySet()).containsExactly("z", "a");
    assertThat(content.metadata()).isEqualTo(metadata);
  }

  @Test
  void quarantineKeepsReasonsAndLines() {
    QuarantineRow unreadable =
        new QuarantineRow(
            from(7, 1), Quarantine.Stage.READ, "no JSON. Fix it.", "{oops", null, null);
    QuarantineRow refused =
        new QuarantineRow(from(8, 2), Quarantine.Stage.EMBED, "too long. Cut it.", null, "1", 3L);

    layers.quarantine().append(BATCH, List.of(unreadable, refused));

    assertThat(cells(layers.quarantine(), Quarantine.SCHEMA.columns().size()))
        .containsExactlyInAnyOrder(
            values(7, 1, "read", "no JSON. Fix it.", "{oops", null, null),
            values(8, 2, "embed", "too long. Cut it.", null, "1", 3L));
    assertThat(read(layers.quarantine(), Quarantine.STAGED_LINES))
        .containsExactlyInAnyOrder(
            new Quarantine.StagedLine(new LandedLine("stream", 7, 1), Quarantine.Stage.READ),
            new Quarantine.StagedLine(new LandedLine("stream", 8, 2), Quarantine.Stage.EMBED));
    assertThat(QuarantinedLine.newest(layers.quarantine(), 5, OptionalLong.empty(), row -> true))
        .containsExactly(
            new QuarantinedLine(8, "file8", 2, LANDED, "embed", "too long. Cut it.", "1"),
            new QuarantinedLine(7, "file7", 1, LANDED, "read", "no JSON. Fix it.", null));
    assertThat(QuarantinedLine.newest(layers.quarantine(), 1, OptionalLong.empty(), row -> true))
        .extracting(QuarantinedLine::sequence)
        .containsExactly(8L);
    assertThat(QuarantinedLine.at(layers.quarantine(), 7, 1))
        .extracting(QuarantinedLine.WithPayload::payload)
        .containsExactly("{oops");
    assertThat(QuarantinedLine.at(layers.quarantine(), 8, 2))
        .extracting(QuarantinedLine.WithPayload::payload)
        .containsExactly((String) null);
    assertThat(QuarantinedLine.at(layers.quarantine(), 8, 1)).isEmpty();
  }

  @Test
  void scansAreLimitedToFileVersions() {
    layers.gold().append(BATCH, List.of(tombstone(3), tombstone(4), tombstone(5), tombstone(6)));
    List<Long> after = new ArrayList<>();
    List<Long> between = new ArrayList<>();

    layers.gold().scanAfter(Gold.STATES, OptionalLong.of(4), row -> after.add(row.version()));
    layers.gold().scanBetween(Gold.STATES, 3, 5, row -> between.add(row.version()));

    assertThat(after).containsExactlyInAnyOrder(5L, 6L);
    assertThat(between).containsExactlyInAnyOrder(4L, 5L);
  }

  @Test
  void rowsOfSomeFileVersionsAreRead() {
    layers.gold().append(BATCH, List.of(tombstone(3), tombstone(5), tombstone(7), tombstone(9)));

    List<LandedLine> found = new ArrayList<>();
    layers.gold().scanOf(LandedLine.PROJECTION, Set.of(3L, 4L, 9L), found::add);

    assertThat(found)
        .containsExactlyInAnyOrder(new LandedLine("stream", 3, 1), new LandedLine("stream", 9, 1));
  }

  @Test
  void repeatedBatchIsAppendedOnce() {
    layers.gold().append(BATCH, List.of(tombstone(3)));

    AppendOutcome again = layers.gold().append(BATCH, List.of(tombstone(3)));

    assertThat(again).isEqualTo(new AppendOutcome.AlreadyCommitted(9));
    assertThat(layers.gold().lastCommitted("stream")).hasValue(9);
    assertThat(layers.gold().rowCount()).hasValue(1);
  }

  @Test
  void rowWithoutARequiredValueIsRefused() {
    SilverRow broken =
        new SilverRow(from(7, 1), nothing(), "1", 3L, new SilverRow.Position(12, ""), null, null);

    assertThatThrownBy(() -> layers.silver().append(BATCH, List.of(broken)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column op is required");
    assertThat(layers.silver().rowCount()).hasValue(0);
  }

  @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T nothing() {
    return (T) null;
  }

  private static GoldRow tombstone(long sequence) {
    return new GoldRow(from(sequence, 1), "k" + sequence, sequence, 0, "", null, null);
  }

  private static Lineage from(long sequence, long line) {
    return new Lineage(BATCH, sequence, "file" + sequence, line, LANDED);
  }

  /** The values of a row as they are stored: those of its lineage, then its own. */
  private static List<@Nullable Object> values(long sequence, long line, @Nullable Object... own) {
    List<@Nullable Object> values = new ArrayList<>();
    values.addAll(List.of("stream:9", sequence, "file" + sequence, line, LANDED));
    for (Object value : own) {
      values.add(value);
    }
    return values;
  }

  private static List<List<@Nullable Object>> cells(LayerTable<?> layer, int columns) {
    List<String> names =
        layer.table().schema().columns().stream().map(column -> column.name()).toList();
    assertThat(names).hasSize(columns);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    layer
        .table()
        .scan(
            names,
            OptionalLong.empty(),
            row -> {
              List<@Nullable Object> values = new ArrayList<>();
              for (Object value : row) {
                values.add(value);
              }
              rows.add(values);
            });
    return rows;
  }

  private static <P> List<P> read(LayerTable<?> layer, Projection<P> projection) {
    List<P> rows = new ArrayList<>();
    layer.scan(projection, rows::add);
    return rows;
  }
}
