package dev.freshet.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.ChunkingConfig;
import dev.freshet.core.config.DocumentConfig;
import dev.freshet.core.config.FreshetConfig;
import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.SourceConfig;
import dev.freshet.core.config.value.ChangeFormat;
import dev.freshet.core.config.value.DiscoveryMode;
import dev.freshet.core.config.value.DocumentFormat;
import dev.freshet.core.config.value.SourceFormat;
import dev.freshet.core.config.value.TextTemplate;
import dev.freshet.core.embed.Chunker;
import dev.freshet.core.vector.Hit;
import dev.freshet.core.vector.VectorQuery;
import dev.freshet.core.vector.VectorTableReader;
import dev.freshet.core.vector.VectorTableSpec;
import dev.freshet.core.vector.VectorTableWriter;
import dev.freshet.embedding.chunk.DocumentChunker;
import dev.freshet.pipeline.cluster.WorkDistribution;
import dev.freshet.pipeline.metrics.PipelineMetrics;
import dev.freshet.pipeline.run.Documents;
import dev.freshet.pipeline.run.IngestPipeline;
import dev.freshet.pipeline.run.RunSummary;
import dev.freshet.pipeline.run.VectorStore;
import dev.freshet.pipeline.verify.Verifier;
import dev.freshet.pipeline.verify.VerifyReport;
import dev.freshet.testkit.embed.HashEmbedder;
import dev.freshet.testkit.vector.FakeVectorTable;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes documents, malicious ones among them, from the landing zone to a search. */
class BinaryFilesIT {

  private static final WorkerLimits LIMITS = new WorkerLimits(64, Duration.ofSeconds(30), 100_000);

  private static final TikaExtractor EXTRACTOR = new TikaExtractor(LIMITS);

  @TempDir Path dir;
  private final FakeVectorTable table = new FakeVectorTable();
  private final HashEmbedder embedder = new HashEmbedder(8);
  private Path landing;

  @BeforeEach
  void makeLandingZone() throws IOException {
    landing = Files.createDirectory(dir.resolve("landing"));
  }

  @AfterAll
  static void closeExtractor() {
    EXTRACTOR.close();
  }

  @Test
  void documentsBecomeSearchableAndUnreadableOnesAreQuarantined() throws Exception {
    // Given
    FreshetConfig config = config(SourceFormat.BINARY_FILE, "path", "{content}");
    land("manual.pdf", OfficeFiles.pdf("Pumps need oil.", "Valves need none."));
    land("letter.docx", OfficeFiles.docx("Offer", "The mill is yours.", List.of("price", "7")));
    land("talk.pptx", OfficeFiles.pptx("Waterwheels turn."));
    land("prices.xlsx", OfficeFiles.xlsx("Prices", List.of(List.of("millstone", 12))));
    land("notes.odt", OfficeFiles.odt("Notes", "Grease the axle."));
    land("wrong-extension.pdf", OfficeFiles.odt("Disguised", "A wolf."));
    land("scan.pdf", OfficeFiles.pdf("", ""));
    land("locked.pdf", OfficeFiles.encryptedPdf("secret"));
    byte[] letter = OfficeFiles.docx("Cut", "short", List.of("x"));
    land("cut.docx", Arrays.copyOf(letter, letter.length / 2));
    land("empty.pdf", new byte[0]);
    land("bomb.docx", OfficeFiles.zipBomb(16));
    land("setup.exe", new byte[] {'M', 'Z', 0, 1, 2, 3, 4, 5});

    // When
    RunSummary first = run(config);

    // Then
    assertThat(first.files()).isEqualTo(12);
    assertThat(first.quarantined()).as("locked, cut, empty, bomb, exe").isEqualTo(5);
    assertThat(first.records()).isEqualTo(7);
    assertThat(texts())
        .containsExactlyInAnyOrder(
            "Page 1\n\nPumps need oil.",
            "Page 2\n\nValves need none.",
            "Offer\n\nThe mill is yours.\n\nprice | 7",
            "Slide 1\n\nWaterwheels turn.",
            "Prices\n\nmillstone | 12",
            "Notes\n\nGrease the axle.",
            "Disguised\n\nA wolf.");
    assertEqual(config);

    // When
    land("manual.pdf", OfficeFiles.pdf("Pumps need water."));
    run(config);

    // Then
    assertThat(texts())
        .contains("Page 1\n\nPumps need water.")
        .doesNotContain("Page 1\n\nPumps need oil.", "Page 2\n\nValves need none.");
    assertEqual(config);
  }

  @Test
  void columnOfBytesInChangeEventsIsReadToo() throws Exception {
    FreshetConfig config = config(SourceFormat.JSON, "id", "{file}");
    String pdf = Base64.getEncoder().encodeToString(OfficeFiles.pdf("Pumps need oil."));
    land(
        "part.json",
        ("{\"id\":1,\"file\":\""
                + pdf
                + "\"}\n{\"id\":2,\"file\":null}\n{\"id\":3,\"file\":\"not base64\"}\n")
            .getBytes(StandardCharsets.UTF_8));

    RunSummary summary = run(config);

    assertThat(summary.quarantined()).isEqualTo(1);
    assertThat(summary.records()).isEqualTo(2);
    assertThat(texts()).containsExactly("Page 1\n\nPumps need oil.");
    assertEqual(config);
  }

  private FreshetConfig config(SourceFormat format, String key, String template) {
    return FreshetConfig.of(
        "documents",
        dir.resolve("home"),
        new SourceConfig(landing, format, ChangeFormat.PLAIN, DiscoveryMode.AUTO, Map.of()),
        RecordConfig.of(key),
        new DocumentConfig(
            TextTemplate.parse(template),
            DocumentFormat.BINARY,
            List.of(),
            ChunkingConfig.defaults()));
  }

  private void land(String name, byte[] content) throws IOException {
    Path hidden = Files.write(landing.resolve("." + name), content);
    Files.move(hidden, landing.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private RunSummary run(FreshetConfig config) {
    return new IngestPipeline(
            config,
            embedder,
            Documents.of(config, EXTRACTOR, chunker(config)),
            new Store(table),
            new PipelineMetrics(new SimpleMeterRegistry()),
            WorkDistribution.of(Optional.empty()))
        .run(true);
  }

  /** The verifier needs no extractor: Gold keeps the extracted text. */
  private void assertEqual(FreshetConfig config) {
    try (VectorTableReader reader = table.openReader()) {
      VerifyReport report = new Verifier(config, chunker(config), reader).verify();
      assertThat(report.samples()).isEmpty();
      assertThat(report.equal()).isTrue();
    }
  }

  private Chunker chunker(FreshetConfig config) {
    return DocumentChunker.forModel(
        config.document().format(), config.document().chunking(), embedder);
  }

  private List<String> texts() {
    float[] any = new float[8];
    any[0] = 1;
    try (VectorTableReader reader = table.openReader()) {
      return reader.search(new VectorQuery(any, 1000)).hits().stream()
          .sorted(Comparator.comparing(Hit::key).thenComparing(Hit::chunkIndex))
          .map(Hit::text)
          .toList();
    }
  }

  private record Store(FakeVectorTable table) implements VectorStore {

    @Override
    public VectorTableWriter openWriter(VectorTableSpec spec) {
      return table.openWriter(spec);
    }
  }
}
