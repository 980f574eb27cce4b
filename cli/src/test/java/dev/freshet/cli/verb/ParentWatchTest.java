package dev.freshet.cli.verb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ParentWatchTest {

  private final CountDownLatch ended = new CountDownLatch(1);

  @Test
  void endOfTheInputIsTheEndOfTheParent() throws Exception {
    try (PipedOutputStream parent = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(parent)) {
      ParentWatch.start(input, ended::countDown);
      parent.write(new byte[2_000]);
      assertThat(ended.await(50, TimeUnit.MILLISECONDS)).as("while it lives").isFalse();

      parent.close();

      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void inputThatBreaksIsTheEndOfTheParent() throws Exception {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("broken pipe");
          }
        };

    ParentWatch.start(broken, ended::countDown);

    assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
