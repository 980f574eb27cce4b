package dev.freshet.documents;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
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
          .importPackages("dev.freshet.documents");

  @Test
  void librariesForDocumentsStayInTheProcessThatReadsThem() {
    librariesOnlyIn("dev.freshet.documents.worker..").check(SHIPPED);

    assertThat(librariesOnlyIn("dev.freshet.core..").evaluate(SHIPPED).hasViolation()).isTrue();
  }

  @Test
  void moduleSeesCoreOnly() {
    seesOf("dev.freshet.core..").check(SHIPPED);

    assertThat(seesOf("dev.freshet.lance..").evaluate(SHIPPED).hasViolation()).isTrue();
  }

  private static ArchRule seesOf(String module) {
    return noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.freshet..")
                .and(resideOutsideOfPackages(module, "dev.freshet.documents..")));
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
