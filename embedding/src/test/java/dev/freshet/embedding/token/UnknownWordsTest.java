package dev.freshet.embedding.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.embedding.model.MiniLm;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnknownWordsTest {

  private static final int UNKNOWN = 100;
  private static final int KNOWN = 2000;

  private final UnknownWords words = new UnknownWords("m", UNKNOWN);

  @Test
  void batchThatIsMostlyUnknownCausesOneWarningPerModel() {
    assertThat(words.check(List.of(text(40, 39), text(0, 0)))).as("51 %").isTrue();
    assertThat(words.check(List.of(text(100, 0)))).as("again").isFalse();
  }

  @Test
  void halfOfTheWordsUnknownCausesNoWarning() {
    assertThat(words.check(List.of(text(50, 50)))).isFalse();
    assertThat(words.check(List.of(text(100, 0)))).as("checked again").isTrue();
  }

  @Test
  void fewWordsCauseNoWarning() {
    assertThat(words.check(List.of(text(63, 0)))).isFalse();
    assertThat(words.check(List.of())).isFalse();
    assertThat(words.check(List.of(text(32, 0), text(32, 0)))).as("over all texts").isTrue();
  }

  @Test
  void scriptOutsideTheVocabularyIsDetectedAndAForeignLanguageInsideIsNot() {
    UnknownWords real = new UnknownWords("m", MiniLm.TOKENIZER.unknownId());
    String german = "Übergrößenzuschläge für Straßenbahnfahrgäste. ".repeat(20);
    String amharic = "ሰላም ለዓለም ሁሉ ይሁን ".repeat(20);

    assertThat(real.check(List.of(MiniLm.TOKENIZER.encode(german)))).isFalse();
    assertThat(real.check(List.of(MiniLm.TOKENIZER.encode(amharic)))).isTrue();
  }

  private static int[] text(int unknown, int known) {
    int[] ids = new int[2 + unknown + known];
    Arrays.fill(ids, KNOWN);
    Arrays.fill(ids, 1, 1 + unknown, UNKNOWN);
    return ids;
  }
}
