package dev.freshet.core.error;

import static dev.freshet.core.error.FailureClass.ISOLATE;
import static dev.freshet.core.error.FailureClass.MEMORY;
import static dev.freshet.core.error.FailureClass.STOP;
import static dev.freshet.core.error.FailureClass.WAIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.storage.location.StorageAwayException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailureClassTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        // Outside is away
        row(WAIT, new NoSuchFileException("/landing")),
        row(WAIT, new FileNotFoundException("File file:/landing does not exist")),
        row(WAIT, new AccessDeniedException("/home/tables")),
        row(WAIT, new FileSystemException("/home/x", null, "No space left on device")),
        row(WAIT, new FileSystemException("/home/x", null, "Read-only file system")),
        row(WAIT, new IOException("Stale file handle")),
        row(WAIT, new IOException("Input/output error")),
        row(WAIT, new SocketTimeoutException("Read timed out")),
        row(WAIT, new ConnectException("Connection refused")),
        row(WAIT, new TimeoutException()),
        row(WAIT, new InterruptedException()),
        row(WAIT, new UncheckedIOException(new IOException("Disk quota exceeded"))),
        row(WAIT, new RuntimeException("LanceError(IO): Stale file handle (os error 116)")),
        row(WAIT, new IllegalArgumentException("LanceError(IO): no room (os error 28)")),
        row(
            WAIT,
            new RuntimeException("IO error: No such file or directory: x: Permission denied")),
        row(WAIT, new InternalError("a fault occurred in an unsafe memory access operation")),
        row(WAIT, new StorageAwayException("cut off", new EOFException())),
        row(
            WAIT,
            new RuntimeException(
                new StorageAwayException("x", new IllegalArgumentException("bad header")))),
        // The data
        row(ISOLATE, new StackOverflowError()),
        row(ISOLATE, new ArithmeticException("integer overflow")),
        row(ISOLATE, new NegativeArraySizeException("-5")),
        row(ISOLATE, new IndexOutOfBoundsException("index: 0, length: 2147483647")),
        row(ISOLATE, new IllegalArgumentException("a record says: no space left on device")),
        row(ISOLATE, new ClassCastException()),
        row(ISOLATE, new NullPointerException()),
        row(ISOLATE, new EOFException()),
        row(ISOLATE, new MalformedInputException(1)),
        row(ISOLATE, new IllegalStateException("unheard of")),
        // Someone has to act
        row(STOP, new NoClassDefFoundError("x")),
        row(STOP, new UnsatisfiedLinkError("x")),
        row(STOP, new InternalError("x")),
        // Memory
        row(MEMORY, new OutOfMemoryError("Java heap space")),
        row(MEMORY, new OutOfMemoryError("Cannot reserve 8 bytes of direct buffer memory")),
        row(MEMORY, new OutOfMemoryError("Metaspace")));
  }

  private static Arguments row(FailureClass expected, Throwable failure) {
    return Arguments.of(expected, failure);
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failureHasItsClassWhateverIsWrappedAroundIt(FailureClass expected, Throwable failure) {
    assertThat(FailureClass.of(failure)).isEqualTo(expected);
    assertThat(FailureClass.of(new RuntimeException("Job aborted", failure))).isEqualTo(expected);
    assertThat(FailureClass.of(new ExecutionException(new CompletionException(failure))))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void codeThatIsRetriedIsWaitedForAndNoOther(ErrorCode code) {
    assertThat(FailureClass.of(code) == WAIT).isEqualTo(code.retryable());
    assertThat(FailureClass.of(new FreshetException(code, "Cannot do it.")))
        .isEqualTo(FailureClass.of(code));
  }

  @Test
  void storeThatFailsBecauseOfTheDataIsNotWaitedFor() {
    assertThat(FailureClass.of(unavailable(new ArithmeticException("integer overflow"))))
        .isEqualTo(ISOLATE);
    assertThat(FailureClass.of(unavailable(new IOException("No space left on device"))))
        .isEqualTo(WAIT);
    assertThat(FailureClass.of(unavailable(new RuntimeException("the native library says no"))))
        .isEqualTo(WAIT);
  }

  @Test
  void damageIsNotWaitedForAlthoughReadingFailed() {
    assertThat(
            FailureClass.of(
                new FreshetException(
                    ErrorCode.STORE_DAMAGED, "Cannot read it.", new EOFException())))
        .isEqualTo(STOP);
  }

  @Test
  void shortageOfMemoryCountsBehindEveryOtherError() {
    assertThat(FailureClass.of(unavailable(new OutOfMemoryError("Java heap space"))))
        .isEqualTo(MEMORY);
  }

  @Test
  void causesThatFormACircleAreNoEndlessLoop() {
    RuntimeException outer = new RuntimeException("outer");
    outer.initCause(new RuntimeException("inner", outer));

    assertThat(FailureClass.of(outer)).isEqualTo(ISOLATE);
  }

  private static FreshetException unavailable(Throwable cause) {
    return new FreshetException(ErrorCode.STORE_UNAVAILABLE, "Cannot append.", cause);
  }
}
