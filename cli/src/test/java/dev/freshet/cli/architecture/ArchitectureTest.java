package dev.freshet.cli.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.freshet.cli.architecture.Rules.Boundary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ArchitectureTest {

  static final List<String> MODULES =
      List.of("core", "autoloader", "embedding", "lance", "search", "pipeline", "server", "cli");

  static final List<Boundary> BOUNDARIES =
      List.of(
          Boundary.of(List.of("org.lance", "org.apache.arrow"), "lance"),
          Boundary.of(List.of("ai.onnxruntime", "org.commonmark", "org.jsoup"), "embedding"),
          Boundary.of(List.of("dev.langchain4j"), "embedding.langchain4j", "search.langchain4j"),
          Boundary.of(List.of("io.delta"), "pipeline"),
          Boundary.of(List.of("org.rocksdb"), "autoloader", "pipeline"),
          Boundary.of(List.of("org.apache.spark", "org.apache.hadoop"), "autoloader", "pipeline"),
          Boundary.of(List.of("org.eclipse.jetty"), "server"),
          Boundary.of(List.of("io.modelcontextprotocol", "reactor"), "server.mcp"),
          Boundary.of(List.of("picocli"), "cli"));

  /** Main code of every module: no tests, no test kit. */
  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .withImportOption(location -> !location.contains("/dev/freshet/testkit/"))
          .importPackages("dev.freshet");

  private static final JavaClasses PLANTED =
      new ClassFileImporter().importPackages("dev.freshet.cli.architecture.planted");

  @Test
  void everyModuleIsLookedAt() {
    assertThat(MODULES)
        .allSatisfy(
            module ->
                assertThat(SHIPPED)
                    .filteredOn(type -> type.getPackageName().startsWith(Rules.ROOT + module))
                    .hasSizeGreaterThan(10));
    assertThat(SHIPPED)
        .as("in no other package")
        .allMatch(
            type ->
                MODULES.stream()
                    .anyMatch(
                        module ->
                            (type.getPackageName() + ".").startsWith(Rules.ROOT + module + ".")));
  }

  @ParameterizedTest
  @FieldSource("BOUNDARIES")
  void libraryStaysBehindItsModule(Boundary boundary) {
    boundary.rule().check(SHIPPED);
  }

  @ParameterizedTest
  @FieldSource("BOUNDARIES")
  void everyLibraryWithABoundaryIsUsedBehindIt(Boundary boundary) {
    for (String library : boundary.packages()) {
      for (String module : boundary.modules()) {
        Boundary single = new Boundary(List.of(library), List.of(module));
        assertBroken(single.unused(), SHIPPED);
        assertBroken(new Boundary(List.of(library), List.of("core")).rule(), SHIPPED);
      }
    }
  }

  @Test
  void coreDependsOnTheJdkOnly() {
    String[] allowed = {"java..", "org.jspecify.annotations.."};

    Rules.dependsOnlyOn("core", allowed).check(SHIPPED);

    assertBroken(Rules.dependsOnlyOn("lance", allowed), SHIPPED);
  }

  @Test
  void adaptersDoNotSeeEachOther() {
    Rules.doesNotSee("autoloader", "core", "embedding", "lance", "pipeline", "cli").check(SHIPPED);
    Rules.doesNotSee("embedding", "autoloader", "lance", "pipeline", "cli").check(SHIPPED);
    Rules.doesNotSee("lance", "autoloader", "embedding", "pipeline", "cli").check(SHIPPED);

    assertBroken(Rules.doesNotSee("pipeline", "autoloader"), SHIPPED);
  }

  @Test
  void addedProvidersAreKnownToNobody() {
    Rules.unknownOutside("embedding.langchain4j").check(SHIPPED);
    Rules.unknownOutside("search.langchain4j").check(SHIPPED);

    assertBroken(Rules.unknownOutside("embedding.http"), SHIPPED);
  }

  @Test
  void waysToAskAServiceDoNotSeeEachOtherNorTheModelsInThisProcess() {
    Rules.doesNotSee("embedding.service", "embedding.http", "embedding.langchain4j").check(SHIPPED);
    Rules.doesNotSee("embedding.langchain4j", "embedding.http").check(SHIPPED);

    assertBroken(Rules.doesNotSee("embedding.http", "embedding.service"), SHIPPED);
  }

  @Test
  void pipelineKnowsModelAndVectorStoreByTheirInterfacesOnly() {
    Rules.doesNotSee("pipeline", "embedding", "lance", "cli").check(SHIPPED);

    assertBroken(Rules.doesNotSee("cli", "embedding"), SHIPPED);
    assertBroken(Rules.doesNotSee("cli", "lance"), SHIPPED);
  }

  @Test
  void namesSayWhatAClassIs() {
    Rules.tellingNames().check(SHIPPED);

    assertBroken(Rules.tellingNames(), PLANTED);
  }

  @Test
  void nothingIsPrintedPastTheAnswer() {
    Rules.noStandardStreams().check(SHIPPED);

    assertBroken(Rules.noStandardStreams(), PLANTED);
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void packagesOfAModuleHaveNoCycles(String module) {
    Rules.freeOfCycles(Rules.ROOT + module).check(SHIPPED);
  }

  @Test
  void aCycleWouldBeFound() {
    assertBroken(Rules.freeOfCycles("dev.freshet.cli.architecture.planted"), PLANTED);
  }

  private static void assertBroken(ArchRule rule, JavaClasses types) {
    assertThat(rule.allowEmptyShould(false).evaluate(types).hasViolation())
        .as("'%s' finds a violation", rule.getDescription())
        .isTrue();
  }
}
