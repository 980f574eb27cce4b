package dev.freshet.autoloader.catalogue;

import dev.freshet.storage.profile.StorageSetting;
import java.util.Arrays;
import java.util.List;

/** The options of the storage of the landing path: one for each of its settings. */
final class StorageOptionList {

  private StorageOptionList() {}

  static final List<KnownOption> STORAGE =
      Arrays.stream(StorageSetting.values())
          .map(
              setting ->
                  KnownOption.supported(
                      OptionName.of(setting),
                      KnownOption.NONE,
                      setting.doc()
                          + (setting.isSecret()
                              ? " A secret: written as `${env:NAME}` or `${file:path}`."
                              : "")))
          .toList();
}
