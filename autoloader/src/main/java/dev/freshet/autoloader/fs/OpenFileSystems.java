package dev.freshet.autoloader.fs;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * The file systems that this process has open: one for each storage and each set of settings, so
 * that two streams with other credentials do not share one, as they would in Hadoop's own cache.
 * They live as long as the process; Hadoop closes them when it ends. Thread-safe.
 */
final class OpenFileSystems {
  private static final ConcurrentMap<Key, FileSystem> OPEN = new ConcurrentHashMap<>();

  private OpenFileSystems() {}

  private record Key(String scheme, String authority, Map<String, String> settings) {}

  static FileSystem of(URI place, Map<String, String> settings) throws IOException {
    @Nullable String scheme = place.getScheme();
    @Nullable String authority = place.getAuthority();
    Key key =
        new Key(
            scheme == null ? "" : scheme.toLowerCase(Locale.ROOT),
            authority == null ? "" : authority,
            settings);
    FileSystem known = OPEN.get(key);
    if (known != null) {
      return known;
    }
    synchronized (OPEN) {
      FileSystem opened = OPEN.get(key);
      if (opened == null) {
        Configuration configuration = new Configuration();
        settings.forEach(configuration::set);
        opened = FileSystem.newInstance(place, configuration);
        OPEN.put(key, opened);
      }
      return opened;
    }
  }
}
