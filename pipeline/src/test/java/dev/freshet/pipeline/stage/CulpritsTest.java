package dev.freshet.pipeline.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.error.ErrorCode;
import dev.freshet.core.error.FreshetException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CulpritsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyCulpritAndNoOtherIsFound(long seed) {
    Random random = new Random(seed);
    List<Integer> elements = IntStream.range(0, 1 + random.nextInt(300)).boxed().toList();
    Set<Integer> poison =
        elements.stream().filter(each -> random.nextInt(20) == 0).collect(Collectors.toSet());

    assertThat(new Culprits<>(failingFor(poison)).among(elements).keySet()).isEqualTo(poison);
  }

  @Test
  void oneOfATenThousandIsFoundInFewTries() {
    AtomicInteger tries = new AtomicInteger();
    Consumer<List<Integer>> failing = failingFor(Set.of(4321));

    assertThat(
            new Culprits<Integer>(
                    part -> {
                      tries.incrementAndGet();
                      failing.accept(part);
                    })
                .among(IntStream.range(0, 10_000).boxed().toList()))
        .containsOnlyKeys(4321);
    assertThat(tries).hasValueLessThan(40);
  }

  @Test
  void failureThatPassesHasNoCulprit() {
    AtomicInteger failures = new AtomicInteger(2);

    assertThat(
            new Culprits<Integer>(
                    part -> {
                      if (failures.getAndDecrement() > 0) {
                        throw new IllegalStateException("once");
                      }
                    })
                .among(List.of(1, 2, 3, 4)))
        .isEmpty();
  }

  @Test
  void storageThatGoesAwayMeanwhileIsNoCulprit() {
    FreshetException away = new FreshetException(ErrorCode.STORE_UNAVAILABLE, "Cannot stage.");

    assertThatThrownBy(
            () ->
                new Culprits<Integer>(
                        part -> {
                          throw away;
                        })
                    .among(List.of(1, 2)))
        .isSameAs(away);
  }

  private static Consumer<List<Integer>> failingFor(Set<Integer> poison) {
    return part -> {
      if (part.stream().anyMatch(poison::contains)) {
        throw new ArithmeticException("integer overflow");
      }
    };
  }
}
