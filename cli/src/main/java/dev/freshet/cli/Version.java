package dev.freshet.cli;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version = Freshet.class.getPackage().getImplementationVersion();
    return new String[] {"freshet " + (version == null ? "(built from classes)" : version)};
  }
}
