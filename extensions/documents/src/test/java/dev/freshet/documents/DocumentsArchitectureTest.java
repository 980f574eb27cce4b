package dev.freshet.documents;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** Rules that the tests of the module cli cannot check: this module is not on their class path. */
class DocumentsArchitectureTest {

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.freshet");

  @Test
  void librariesForDocumentsStayInTheProcessThatReadsThem() {
    librariesOnlyIn("dev.freshet.documents.worker..").check(SHIPPED);

    assertThat(librariesOnlyIn("dev.freshet.core..").evaluate(SHIPPED).hasViolation()).isTrue();
  }

  @Test
  void moduleSeesCoreOnly() {
    noClasses()
        .that()
        .resideInAPackage("dev.freshet.documents..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.freshet.autoloader..",
            "dev.freshet.embedding..",
            "dev.freshet.lance..",
            "dev.freshet.pipeline..",
            "dev.freshet.cli..")
        .check(SHIPPED);
  }

  private static ArchRule librariesOnlyIn(String module) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.tika..", "org.apache.pdfbox..", "org.apache.poi..");
  }
}
