package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.format.FileRecords;
import java.io.IOException;
import java.io.Serializable;

/** How the records of a landed file are reached. Travels to the tasks of a query. */
public interface FileContents extends Serializable {

  /**
   * The records of a file, from its first one on; they are the caller's to close.
   *
   * @throws IOException if the file is not there, or its content is not of the format
   */
  FileRecords open(FileToRead file) throws IOException;

  /** Whether the size of a file says little about the bytes of its records. */
  boolean isPacked(FileToRead file);

  /** How many bytes of the file's content a record's value stands for. */
  long contentBytes(byte[] value);

  /** Whether open records can still be read when the task that opened them has ended. */
  boolean outliveTheirTask();
}
