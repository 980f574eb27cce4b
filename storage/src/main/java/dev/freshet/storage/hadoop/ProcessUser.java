package dev.freshet.storage.hadoop;

import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;

/**
 * The user that Hadoop takes the process for. A container may run under a number that no user has,
 * as OpenShift and {@code docker --user} do: the JVM then has the user name "?", and Hadoop's login
 * fails for want of a name. So such a user gets a name here. Local files are not affected, since
 * the kernel decides by the number.
 */
public final class ProcessUser {

  private static final String PROPERTY = "user.name";
  private static final String NAME = "unnamed";

  private ProcessUser() {}

  /**
   * Gives the user of this process a name if it has none. Costs nothing if it has one. Must be
   * called before Hadoop or Spark is used; it may be called again.
   */
  public static void nameIfUnknown() {
    if (isUnknown(System.getProperty(PROPERTY))) {
      System.setProperty(PROPERTY, NAME);
      UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(NAME));
    }
  }

  static boolean isUnknown(@Nullable String name) {
    return name == null || name.isBlank() || name.equals("?");
  }
}
