package dev.freshet.lance.library;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeBoundTest {

  private static final long GIB = 1L << 30;

  @Test
  void cachesAreAPartOfTheMachineAndNeverMoreThanTheLibraryTakes() {
    assertThat(NativeBound.options(8 * GIB).getIndexCacheSizeBytes()).isEqualTo(2 * GIB);
    assertThat(NativeBound.options(8 * GIB).getMetadataCacheSizeBytes()).isEqualTo(GIB / 2);
    assertThat(NativeBound.options(256 * GIB).getIndexCacheSizeBytes()).isEqualTo(6 * GIB);
    assertThat(NativeBound.options(256 * GIB).getMetadataCacheSizeBytes()).isEqualTo(GIB);
    assertThat(NativeBound.options(GIB / 8).getIndexCacheSizeBytes()).isEqualTo(GIB / 16);
  }
}
