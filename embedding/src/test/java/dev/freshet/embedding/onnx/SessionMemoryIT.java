package dev.freshet.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.embed.Embedder;
import dev.freshet.core.embed.InputType;
import dev.freshet.embedding.model.MiniLm;
import dev.freshet.storage.memory.NativeMemory;
import dev.freshet.storage.memory.NativeMemory.Library;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SessionMemoryIT {

  /** Far above what the default model takes for any text. */
  private static final long CALL_BYTES_MAX = 200L << 20;

  @Test
  void anOpenModelIsCountedUntilItIsClosed() {
    long before = held();
    try (Embedder embedder = InProcessEmbedder.open(MiniLm.FILES, 2)) {
      embedder.embed(Collections.nCopies(50, "a text of some words"), InputType.DOCUMENT);

      assertThat(held() - before)
          .isGreaterThanOrEqualTo(MiniLm.FILES.onnx().length)
          .isLessThan(2 * CALL_BYTES_MAX);
    }
    assertThat(held()).isEqualTo(before);
  }

  @Test
  void callsSideBySideCountEachAndTheLongestTextDecides() throws Exception {
    long before = held();
    AtomicInteger made = new AtomicInteger();
    try (SessionMemory memory = new SessionMemory(1000)) {
      memory.oneCallMore();
      memory.calling(10, made::incrementAndGet);
      memory.calling(9, made::incrementAndGet);
      long one = memory.bytes() - 1000;
      memory.oneCallMore();

      assertThat(made).hasValue(2);
      assertThat(memory.bytes() - 1000).isEqualTo(2 * one);
      assertThat(held() - before).isEqualTo(memory.bytes());
    }
    assertThat(held()).isEqualTo(before);
  }

  private static long held() {
    return NativeMemory.held().getOrDefault(Library.ONNX, 0L);
  }
}
