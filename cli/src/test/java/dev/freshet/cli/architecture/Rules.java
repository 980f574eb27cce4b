package dev.freshet.cli.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SliceRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;

/** Rules between the modules and inside each. */
final class Rules {

  static final String ROOT = "dev.freshet.";

  private Rules() {}

  /**
   * A library stays behind a few modules.
   *
   * @param packages of the library
   * @param modules that may use it
   */
  record Boundary(List<String> packages, List<String> modules) {

    static Boundary of(List<String> libraries, String... modules) {
      return new Boundary(
          libraries.stream().map(library -> library + "..").toList(), List.of(modules));
    }

    ArchRule rule() {
      return noClasses()
          .that()
          .resideOutsideOfPackages(within())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages.toArray(String[]::new));
    }

    /** Holds only if no module uses the library, not even those that may. */
    ArchRule unused() {
      return noClasses()
          .that()
          .resideInAnyPackage(within())
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages.toArray(String[]::new));
    }

    private String[] within() {
      return modules.stream().map(module -> ROOT + module + "..").toArray(String[]::new);
    }
  }

  /** Classes of {@code module} depend on {@code packages} and on each other. */
  static ArchRule dependsOnlyOn(String module, String... packages) {
    String[] allowed = new String[packages.length + 1];
    allowed[0] = ROOT + module + "..";
    System.arraycopy(packages, 0, allowed, 1, packages.length);
    return classes()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }

  /** Classes of {@code module} depend on no class of the other modules. */
  static ArchRule doesNotSee(String module, String... others) {
    String[] unseen =
        List.of(others).stream().map(other -> ROOT + other + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unseen);
  }

  /** No class outside of {@code module} depends on one inside. */
  static ArchRule unknownOutside(String module) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + module + "..");
  }

  /** No class outside of {@code module} depends on one in a package below the module's own. */
  static ArchRule knownByEntryOnly(String module) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + module + ".*..");
  }

  /** A class is named after what it is. */
  static ArchRule tellingNames() {
    return noClasses()
        .should()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Manager");
  }

  /** Answers go through the writers of the command line, everything else through the log. */
  static ArchRule noStandardStreams() {
    return noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);
  }

  /** Packages below {@code root}, itself included, do not depend on each other in a circle. */
  static SliceRule freeOfCycles(String root) {
    return SlicesRuleDefinition.slices()
        .assignedFrom(new PackagesBelow(root))
        .should()
        .beFreeOfCycles();
  }

  private record PackagesBelow(String root) implements SliceAssignment {

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      String name = type.getPackageName();
      return name.equals(root) || name.startsWith(root + ".")
          ? SliceIdentifier.of(name)
          : SliceIdentifier.ignore();
    }

    @Override
    public String getDescription() {
      return "packages below " + root;
    }
  }
}
