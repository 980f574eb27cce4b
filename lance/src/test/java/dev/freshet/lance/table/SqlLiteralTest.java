package dev.freshet.lance.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlLiteralTest {

  @Test
  void quotesAreDoubledAndTheRestStaysAsItIs() {
    assertThat(SqlLiteral.text("caf\u00e9 \\ 'x'")).isEqualTo("'caf\u00e9 \\ ''x'''");
  }

  @Test
  void textsThatTheBindingCannotPassAreWrittenAsHex() {
    assertThat(SqlLiteral.text("a\0b")).isEqualTo("cast(x'610062' as string)");
    assertThat(SqlLiteral.text("\uD83D\uDE00")).isEqualTo("cast(x'f09f9880' as string)");
  }
}
