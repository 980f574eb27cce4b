package dev.freshet.pipeline.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.config.RecordConfig;
import dev.freshet.core.config.value.ChangeFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Reads damaged lines: each is an event or is rejected with a reason, in a bounded time. {@code
 * freshet.fuzz.lines} sets how many, {@code freshet.fuzz.seed} which; the long profile reads 200
 * 000.
 */
@Timeout(1_800)
class EventFuzzTest {
  private static final boolean LONG = Boolean.getBoolean("freshet.test.long");
  private static final int LINES = Integer.getInteger("freshet.fuzz.lines", LONG ? 200_000 : 5_000);
  private static final long SEED = Long.getLong("freshet.fuzz.seed", System.nanoTime());
  private static final Duration BOUND = Duration.ofSeconds(5);

  private static final List<String> LANDED =
      List.of(
          "{\"id\":1,\"v\":\"2026-01-02T03:04:05Z\",\"body\":\"snow\",\"m\":[1,\"a\",null]}",
          "{\"op\":\"c\",\"after\":{\"id\":1,\"body\":\"b\",\"m\":1.50},\"source\":{\"connector\":"
              + "\"postgresql\",\"lsn\":7,\"ts_ms\":5,\"sequence\":\"[\\\"1\\\",\\\"2\\\"]\"},\"ts_ms\":9}",
          "{\"op\":\"d\",\"before\":{\"id\":1},\"after\":null,\"source\":{\"connector\":\"mysql\","
              + "\"file\":\"bin.000003\",\"pos\":4,\"row\":0,\"gtid\":\"a:1-5\"}}",
          "{\"schema\":{\"type\":\"struct\",\"fields\":[{\"field\":\"id\",\"type\":\"bytes\",\"name\":"
              + "\"org.apache.kafka.connect.data.Decimal\",\"parameters\":{\"scale\":\"2\"}}]},"
              + "\"payload\":{\"id\":\"AQ==\",\"body\":\"x\",\"m\":\"y\",\"__op\":\"u\",\"__lsn\":5}}",
          "{\"op\":\"c\",\"after\":\"{\\\"_id\\\":{\\\"$oid\\\":\\\"ab\\\"},\\\"body\\\":\\\"b\\\",\\\"m\\\":"
              + "{\\\"$numberDecimal\\\":\\\"1.5\\\"}}\",\"source\":{\"connector\":\"mongodb\",\"ord\":1}}");

  private static final List<String> PIECES =
      List.of(
          "1e999999999",
          "1e9999999999",
          "-0",
          "null",
          "[",
          "{",
          "}",
          "]",
          "\"",
          "\\",
          ",",
          ":",
          "\\u0000",
          "\\ud800",
          "\0",
          "99999999999999999999",
          "\"op\":",
          "\"after\":",
          "\uFEFF",
          "\n",
          "0.1e-400",
          "{\"$date\":1e99}",
          "{\"$numberLong\":\"x\"}",
          "true",
          "\"\"");

  private final Random random = new Random(SEED);

  @Test
  void damagedLineIsAnEventOrRejected() {
    System.out.println("freshet.fuzz.seed=" + SEED);
    List<EventReader> readers =
        List.of(
            EventReaderTest.reader(ChangeFormat.PLAIN, RecordConfig.of("id"), "{body}", "m"),
            EventReaderTest.reader(ChangeFormat.DEBEZIUM, RecordConfig.of("id"), "{body}", "m"));
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < LINES; i++) {
      String line = mutated(LANDED.get(random.nextInt(LANDED.size())));
      for (EventReader reader : readers) {
        long start = System.nanoTime();
        Reading reading = reader.read(Landed.line(line));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(line).isLessThan(BOUND);
        if (reading instanceof Reading.Rejected rejected) {
          assertThat(rejected.reason()).as(line).startsWith("Cannot ");
        }
        outcomes.merge(reading.getClass().getSimpleName(), 1, Integer::sum);
      }
    }
    System.out.println("lines " + LINES + ", " + outcomes);
  }

  private String mutated(String line) {
    String damaged = line;
    for (int i = random.nextInt(4); i >= 0 && !damaged.isEmpty(); i--) {
      int at = random.nextInt(damaged.length());
      int to = at + random.nextInt(damaged.length() - at + 1);
      damaged =
          switch (random.nextInt(7)) {
            case 0 -> damaged.substring(0, at);
            case 1 -> damaged.substring(0, at) + damaged.substring(to);
            case 2 -> damaged.substring(0, to) + damaged.substring(at);
            case 3 -> damaged.substring(0, at) + piece() + damaged.substring(at);
            case 4 -> damaged.substring(0, at) + piece() + damaged.substring(to);
            case 5 -> damaged.substring(0, at) + other().substring(at % 40);
            default -> flipped(damaged);
          };
    }
    return damaged;
  }

  private String flipped(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }

  private String other() {
    return LANDED.get(random.nextInt(LANDED.size()));
  }
}
