package dev.freshet.testkit.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.storage.objects.ObjectStore;
import dev.freshet.testkit.objects.FakeObjects.Fault;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FakeObjectsTest extends ObjectStoreContract {
  private final FakeObjects objects = new FakeObjects();

  @Override
  protected ObjectStore store() {
    return objects;
  }

  @Test
  void putWhoseAnswerIsLostHasItsEffect() throws Exception {
    objects.next(Fault.ANSWER_LOST);

    assertThatThrownBy(() -> objects.putIfAbsent("a", new byte[] {1}))
        .isInstanceOf(IOException.class);

    assertThat(objects.putIfAbsent("a", new byte[] {1})).isTrue();
  }

  @Test
  void putThatIsRefusedHasNone() {
    objects.next(Fault.REFUSED);

    assertThatThrownBy(() -> objects.putIfAbsent("a", new byte[] {1}))
        .isInstanceOf(IOException.class);

    assertThat(objects.names()).isEmpty();
  }
}
