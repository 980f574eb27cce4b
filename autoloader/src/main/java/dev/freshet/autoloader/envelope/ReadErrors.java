package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.compression.UnsuitableContentException;
import dev.freshet.autoloader.filelog.FileVersion;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** The texts of marker rows. Needs no Spark. */
public final class ReadErrors {
  private ReadErrors() {}

  /** Of a file without a record. */
  public static String withoutContent(FileVersion file) {
    return file.size() == 0
        ? problem(
            file, "it is empty", "If it should not be, land it again; nothing else has to be done")
        : problem(
            file,
            "it has no content but blanks",
            "If it should have, land it again; nothing else has to be done");
  }

  /** Of a part of a file that is left out. */
  public static String notRead(FileToRead file) {
    return "Cannot read " + file.version().path() + ": " + file.portion().reason() + ".";
  }

  /**
   * Of a file that cannot be read to its end.
   *
   * @param goodLines number of the last line that could be read; 0 if none could
   */
  public static String of(FileVersion file, long goodLines, Throwable error) {
    if (error instanceof NoSuchFileException) {
      return problem(
          file,
          "it was removed after discovery and before reading",
          "Land it again, and remove files only after their batch is committed");
    }
    if (error instanceof AccessDeniedException) {
      return problem(
          file,
          "permission to read it is missing",
          "Give it and land the file again under another name");
    }
    if (error instanceof UnsuitableContentException unsuitable) {
      return problem(file, unsuitable.why(), unsuitable.whatToDo());
    }
    if (file.size() == 0) {
      return withoutContent(file);
    }
    return goodLines == 0
        ? problem(file, "its content is unreadable (" + reason(error) + ")", "Land it again intact")
        : problem(
            file,
            "it breaks after line " + goodLines + " (" + reason(error) + ")",
            "Land it again intact; the lines before were read");
  }

  private static String reason(Throwable error) {
    if (error instanceof CharacterCodingException) {
      return "a part of it is not in the encoding it begins in";
    }
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }

  private static String problem(FileVersion file, String why, String whatToDo) {
    return "Cannot read " + file.path() + ": " + why + ". " + whatToDo + ".";
  }
}
