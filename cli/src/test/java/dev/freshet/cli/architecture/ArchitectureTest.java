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
      List.of(
          "storage",
          "core",
          "home",
          "autoloader",
          "embedding",
          "lance",
          "search",
          "maintenance",
          "pipeline",
          "server",
          "demo",
          "cli");

  static final List<Boundary> BOUNDARIES =
      List.of(
          Boundary.of(List.of("org.lance", "org.apache.arrow"), "lance"),
          Boundary.of(List.of("ai.onnxruntime", "org.commonmark", "org.jsoup"), "embedding"),
          Boundary.of(List.of("dev.langchain4j"), "embedding.langchain4j", "search.langchain4j"),
          Boundary.of(List.of("io.delta"), "home", "pipeline.cluster"),
          Boundary.of(List.of("org.rocksdb"), "storage.rocks"),
          Boundary.of(
              List.of("org.apache.spark"),
              "autoloader.envelope",
              "autoloader.spark",
              "autoloader.typed",
              "autoloader.reader",
              "autoloader.enveloped",
              "autoloader.schema",
              "pipeline.run",
              "pipeline.cluster",
              "pipeline.session"),
          Boundary.of(
              List.of("org.apache.hadoop"), "storage.hadoop", "home", "autoloader", "pipeline"),
          Boundary.of(List.of("com.github.javaparser"), "demo"),
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
  void everyModuleIsRead() {
    assertThat(MODULES)
        .allSatisfy(
            module ->
                assertThat(SHIPPED)
                    .filteredOn(type -> type.getPackageName().startsWith(Rules.ROOT + module))
                    .hasSizeGreaterThan(5));
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
  void coreDependsOnTheJdkAndOnValuesOfStorageOnly() {
    String[] allowed = {
      "java..",
      "org.jspecify.annotations..",
      "dev.freshet.storage.location..",
      "dev.freshet.storage.profile.."
    };

    Rules.dependsOnlyOn("core", allowed).check(SHIPPED);

    assertBroken(Rules.dependsOnlyOn("lance", allowed), SHIPPED);
  }

  @Test
  void storageNeedsNoOtherModule() {
    Rules.dependsOnlyOn(
            "storage",
            "java..",
            "org.apache.hadoop..",
            "org.rocksdb..",
            "org.slf4j..",
            "org.jspecify.annotations..")
        .check(SHIPPED);
  }

  @Test
  void adaptersDoNotSeeEachOther() {
    Rules.doesNotSee(
            "autoloader", "core", "home", "embedding", "lance", "pipeline", "maintenance", "cli")
        .check(SHIPPED);
    Rules.doesNotSee("embedding", "autoloader", "home", "lance", "pipeline", "maintenance", "cli")
        .check(SHIPPED);
    Rules.doesNotSee("lance", "autoloader", "home", "embedding", "pipeline", "maintenance", "cli")
        .check(SHIPPED);

    assertBroken(Rules.doesNotSee("pipeline", "autoloader"), SHIPPED);
  }

  @Test
  void whatNeedsNoSparkSeesNoPipeline() {
    for (String module : List.of("home", "maintenance", "search", "server")) {
      Rules.doesNotSee(module, "pipeline", "autoloader", "lance", "cli").check(SHIPPED);
    }
    Rules.doesNotSee("home", "maintenance", "search", "server").check(SHIPPED);
    Rules.doesNotSee("pipeline", "maintenance", "search", "server").check(SHIPPED);

    assertBroken(Rules.doesNotSee("cli", "pipeline"), SHIPPED);
  }

  @Test
  void vectorTableIsKnownByItsEntryClassOnly() {
    Rules.knownByEntryOnly("lance").check(SHIPPED);

    assertBroken(Rules.knownByEntryOnly("home"), SHIPPED);
  }

  @Test
  void noModuleKnowsAnAddedProvider() {
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

  /** A second opinion that shares the first one's mistakes is none. */
  @Test
  void replaySharesNoCodeWithThePipeline() {
    Rules.doesNotSee(
            "pipeline.verify.deep",
            "pipeline.change",
            "pipeline.record",
            "pipeline.stage",
            "pipeline.document",
            "pipeline.heal",
            "pipeline.run")
        .check(SHIPPED);

    assertBroken(Rules.doesNotSee("pipeline.verify", "pipeline.record"), SHIPPED);
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
  void aCycleIsFound() {
    assertBroken(Rules.freeOfCycles("dev.freshet.cli.architecture.planted"), PLANTED);
  }

  private static void assertBroken(ArchRule rule, JavaClasses types) {
    assertThat(rule.allowEmptyShould(false).evaluate(types).hasViolation())
        .as("'%s' finds a violation", rule.getDescription())
        .isTrue();
  }
}
