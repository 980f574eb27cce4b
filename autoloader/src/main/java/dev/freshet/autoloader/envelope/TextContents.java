package dev.freshet.autoloader.envelope;

import dev.freshet.autoloader.compression.FileOpener;
import dev.freshet.autoloader.format.ContentFormat;
import dev.freshet.autoloader.format.FileRecords;
import dev.freshet.autoloader.fs.LandingAccess;
import java.io.IOException;

/**
 * Records that are read from the bytes of a file, packed or not.
 *
 * @param format what a record is
 * @param landing how the bytes are reached
 */
record TextContents(ContentFormat format, LandingAccess landing) implements FileContents {

  @Override
  public FileRecords open(FileToRead file) throws IOException {
    return format.read(format.open(landing, file.content()));
  }

  @Override
  public boolean isPacked(FileToRead file) {
    return FileOpener.isPacked(file.content());
  }

  @Override
  public long contentBytes(byte[] value) {
    return format.contentBytes(value);
  }

  @Override
  public boolean outliveTheirTask() {
    return true;
  }
}
