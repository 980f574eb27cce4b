package dev.freshet.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freshet.server.http.Json;
import dev.freshet.server.http.Traffic;
import dev.freshet.server.security.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

  @TempDir private Path home;

  private final TestClock clock = new TestClock();

  @Test
  void everyRequestHasALine() throws IOException {
    try (AuditLog log = AuditLog.open(home.resolve("audit"), clock)) {
      log.answered(answered("shop", "POST", "/v1/search", 200, 12, 345));
      log.answered(answered("unknown", "GETX", "other", 401, 0, 99));
    }

    List<JsonNode> lines = lines();
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0))
        .hasToString(
            "{\"at\":\"2026-11-21T10:00:00Z\",\"caller\":\"shop\",\"method\":\"POST\","
                + "\"path\":\"/v1/search\",\"status\":200,\"tookMs\":12,\"bytes\":345}");
    assertThat(lines.get(1).get("method").asText()).isEqualTo("other");
    Path file = home.resolve("audit/audit-2026-11-21-0000.jsonl");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void refusedRequestsDoNotFloodTheLog() throws IOException {
    try (AuditLog log = AuditLog.open(home.resolve("audit"), clock)) {
      for (int i = 0; i < 5_000; i++) {
        log.answered(answered("unknown", "POST", "/v1/search", 401, 0, 0));
      }
      clock.advance(Duration.ofMinutes(1));
      log.answered(answered("unknown", "POST", "/v1/search", 401, 0, 0));
    }

    List<JsonNode> lines = lines();
    assertThat(lines.stream().filter(line -> line.has("status"))).hasSize(101);
    assertThat(lines.stream().mapToLong(line -> line.path("left").asLong()).sum()).isEqualTo(4_900);
    assertThat(lines.stream().filter(line -> line.has("left")).findFirst().orElseThrow().toString())
        .matches("\\{\"at\":\"2026-11-21T10:0[01]:00Z\",\"left\":\\d+}");
  }

  @Test
  void newFilesBeginBySizeAndTheOldestAreDeleted() throws IOException {
    Path directory = home.resolve("audit");
    LocalDate today = LocalDate.parse("2026-11-21");
    byte[] line = "x".repeat(99).getBytes(StandardCharsets.UTF_8);
    try (AuditFiles files = new AuditFiles(directory, new AuditFiles.Retention(1_000, 3, 30))) {
      for (int i = 0; i < 55; i++) {
        files.append(line, today);
      }
    }

    assertThat(names())
        .containsExactly(
            "audit-2026-11-21-0003.jsonl",
            "audit-2026-11-21-0004.jsonl",
            "audit-2026-11-21-0005.jsonl");
    assertThat(Files.size(directory.resolve("audit-2026-11-21-0004.jsonl"))).isEqualTo(1_000);
  }

  @Test
  void oldFilesAreDeletedAndOtherFilesStay() throws IOException {
    Path directory = Files.createDirectory(home.resolve("audit"));
    Files.writeString(directory.resolve("audit-2026-10-01-0000.jsonl"), "{}\n");
    Files.writeString(directory.resolve("audit-2026-11-10-0000.jsonl"), "{}\n");
    Files.writeString(directory.resolve("mine.txt"), "mine");

    try (AuditFiles files = new AuditFiles(directory, AuditFiles.Retention.STANDARD)) {
      files.append(new byte[] {'{', '}'}, LocalDate.parse("2026-11-21"));
    }

    assertThat(names())
        .containsExactly("audit-2026-11-10-0000.jsonl", "audit-2026-11-21-0000.jsonl", "mine.txt");
  }

  @Test
  void restartAppendsToTheFileOfTheDay() throws IOException {
    for (int start = 0; start < 2; start++) {
      try (AuditLog log = AuditLog.open(home.resolve("audit"), clock)) {
        log.answered(answered("shop", "POST", "/v1/search", 200, 1, 2));
      }
    }

    assertThat(names()).containsExactly("audit-2026-11-21-0000.jsonl");
    assertThat(lines()).hasSize(2);
  }

  @Test
  void directoryThatCannotBeWrittenFailsNoRequest() throws IOException {
    Path blocked = Files.writeString(home.resolve("audit"), "a file is in the way");

    try (AuditLog log = AuditLog.open(blocked, clock)) {
      log.answered(answered("shop", "POST", "/v1/search", 200, 1, 2));
    }

    assertThat(blocked).hasContent("a file is in the way");
  }

  private static Traffic.Answered answered(
      String caller, String method, String path, int status, long tookMs, long bytes) {
    return new Traffic.Answered(method, path, caller, status, Duration.ofMillis(tookMs), bytes);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("audit"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private List<JsonNode> lines() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("audit"))) {
      return files
          .sorted()
          .flatMap(AuditLogTest::lines)
          .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
          .toList();
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
