package dev.freshet.autoloader.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaLogTest {
  private static final StructType FIRST = StructType.fromDDL("id BIGINT, `a b` STRING");
  private static final StructType SECOND = FIRST.add("more", "date");

  @TempDir Path location;

  @Test
  void newestVersionCountsAndEachIsAFileOfItsNumber() throws Exception {
    SchemaLog log = log();
    assertThat(log.latest()).isEmpty();

    log.append(FIRST);
    log.append(SECOND);

    assertThat(log().latest()).contains(SECOND);
    assertThat(Files.readString(location.resolve("_schemas/0")))
        .startsWith("v1\n{")
        .contains("\"dataSchemaJson\"");
    try (var files = Files.list(location.resolve("_schemas"))) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> !n.startsWith(".")))
          .containsExactlyInAnyOrder("0", "1");
    }
  }

  @Test
  void tenthVersionIsNewerThanTheNinth() {
    for (int i = 0; i < 11; i++) {
      log().append(FIRST.add("c" + i, "int"));
    }

    assertThat(log().latest()).contains(FIRST.add("c10", "int"));
  }

  @Test
  void damagedVersionIsNamedAndTheAdviceHelps() throws Exception {
    log().append(FIRST);
    log().append(SECOND);
    Path damaged = location.resolve("_schemas/1");
    Files.writeString(damaged, "v1\n{\"dataSchemaJson\":");

    assertThatThrownBy(() -> log().latest())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("_schemas/1: it holds no schema. Restore the file, or remove it");
    Files.delete(damaged);
    assertThat(log().latest()).contains(FIRST);
  }

  private SchemaLog log() {
    return SchemaLog.at(location.toString(), new Configuration());
  }
}
