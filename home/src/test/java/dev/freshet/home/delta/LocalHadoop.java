package dev.freshet.home.delta;

import dev.freshet.storage.hadoop.LocalFs;
import org.apache.hadoop.conf.Configuration;

/** File system settings as the pipeline uses them: without process forks, with atomic renames. */
final class LocalHadoop {

  private LocalHadoop() {}

  static Configuration configuration() {
    Configuration hadoop = new Configuration();
    LocalFs.hadoopSettings().forEach(hadoop::set);
    return hadoop;
  }
}
