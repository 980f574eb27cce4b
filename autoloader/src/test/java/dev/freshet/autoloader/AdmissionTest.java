package dev.freshet.autoloader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.autoloader.option.InvalidOptionException;
import org.junit.jupiter.api.Test;

class AdmissionTest {

  @Test
  void ruleIsFoundByItsIdUntilItIsClosed() {
    Admission.Rule rule = waiting -> 7;
    try (Admission admission = Admission.register("one", rule)) {
      assertThat(Admission.find("one")).isSameAs(rule);
      admission.close();
    }

    assertThatThrownBy(() -> Admission.find("one"))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Cannot use option autoloader.admission: no admission is registered as 'one' in this"
                + " process. Call Admission.register before the query starts, and close it after"
                + " the query has ended.");
  }

  @Test
  void idThatIsInUseIsRefusedAndStaysWithItsOwner() {
    Admission.Rule rule = waiting -> 7;
    try (Admission owner = Admission.register("two", rule)) {
      assertThatThrownBy(() -> Admission.register("two", waiting -> 8))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("admission 'two'");
      assertThat(Admission.find("two")).as("of %s", owner).isSameAs(rule);
    }
  }

  @Test
  void closingAgainDoesNotTakeTheIdFromItsNextOwner() {
    Admission first = Admission.register("three", waiting -> 7);
    first.close();
    try (Admission second = Admission.register("three", waiting -> 8)) {
      first.close();

      assertThat(Admission.find("three").maxBytes(0)).as("of %s", second).isEqualTo(8);
    }
  }
}
