package org.bactrian.launcher.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {

  private static JavaClasses bactrian;

  @BeforeAll
  static void importEveryModule() {
    bactrian =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.bactrian");
  }

  /** Modules that one module may depend on. */
  record Allowed(String module, Set<String> others) {}

  static List<Allowed> directions() {
    return List.of(
        new Allowed("model", Set.of()),
        new Allowed("opcua", Set.of("model")),
        new Allowed("iothub", Set.of("model")),
        new Allowed("web", Set.of("model")),
        new Allowed("edge", Set.of("model", "opcua", "iothub", "web")),
        new Allowed("cloud", Set.of("model", "iothub", "web")),
        new Allowed("simulator", Set.of()),
        new Allowed("localazure", Set.of("model")),
        new Allowed("bench", Set.of("localazure", "model")));
  }

  @ParameterizedTest
  @MethodSource("directions")
  void aModuleKnowsOnlyTheModulesBelowIt(Allowed allowed) {
    DescribedPredicate<JavaClass> elsewhere =
        DescribedPredicate.describe(
            "in a module that " + allowed.module() + " may not know",
            type -> {
              String module = module(type);
              return !module.isEmpty()
                  && !module.equals(allowed.module())
                  && !allowed.others().contains(module);
            });
    ArchRule rule =
        noClasses()
            .that()
            .resideInAPackage("org.bactrian." + allowed.module() + "..")
            .should()
            .dependOnClassesThat(elsewhere)
            .allowEmptyShould(true);

    rule.check(bactrian);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.bactrian.(**)").should().beFreeOfCycles().check(bactrian);
  }

  /** They meet at routes, so that a user may replace what one of them does. */
  @ParameterizedTest
  @ValueSource(strings = {"publisher", "history", "events", "telemetry"})
  void aServiceUsesNoBeanOfAnother(String service) {
    Set<String> services =
        Set.of("twin", "publisher", "history", "events", "telemetry", "vault", "onboarding");
    Set<String> registryBeans =
        Set.of(
            "Applications",
            "Discovery",
            "Endpoints",
            "Discoverers",
            "Supervisors",
            "Publishers",
            "Gateways");
    DescribedPredicate<JavaClass> elsewhere =
        DescribedPredicate.describe(
            "of another service",
            type -> {
              String name = type.getPackageName() + ".";
              return services.stream()
                      .filter(other -> !other.equals(service))
                      .anyMatch(other -> name.startsWith("org.bactrian.cloud." + other + "."))
                  || name.equals("org.bactrian.cloud.registry.")
                      && registryBeans.contains(type.getSimpleName());
            });
    noClasses()
        .that()
        .resideInAPackage("org.bactrian.cloud." + service + "..")
        .should()
        .dependOnClassesThat(elsewhere)
        .check(bactrian);
  }

  /** Whoever looks for a name finds one class of it. */
  @Test
  void noNestedTypeHasTheNameOfATopLevelOne() {
    Set<String> topLevel =
        bactrian.stream()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());

    assertThat(
            bactrian.stream()
                .filter(type -> type.isMemberClass() && topLevel.contains(type.getSimpleName())))
        .isEmpty();
  }

  /** A builder names each component where it is given its value. */
  @Test
  void recordsOfMoreThanEightComponentsHaveABuilder() {
    Set<String> names = bactrian.stream().map(JavaClass::getName).collect(Collectors.toSet());

    assertThat(
            bactrian.stream()
                .filter(type -> type.isRecord() && components(type) > 8)
                .filter(type -> !names.contains(builder(type))))
        .isEmpty();
  }

  private static long components(JavaClass type) {
    return type.getFields().stream()
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .count();
  }

  private static String builder(JavaClass type) {
    String name = type.getName().substring(type.getPackageName().length() + 1);
    return type.getPackageName() + "." + name.replace("$", "") + "Builder";
  }

  @Test
  void theOpcUaComponentKnowsNothingOfAzure() {
    noClasses()
        .that()
        .resideInAPackage("org.bactrian.opcua..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.microsoft.azure..", "com.azure..")
        .allowEmptyShould(true)
        .check(bactrian);
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "iothub", "web", "cloud", "localazure"})
  void whatTheCloudShipsUsesNoMilo(String module) {
    noClasses()
        .that()
        .resideInAPackage("org.bactrian." + module + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.eclipse.milo..")
        .check(bactrian);
  }

  @Test
  void theModelUsesNoAzureLibrary() {
    noClasses()
        .that()
        .resideInAPackage("org.bactrian.model..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.microsoft.azure..", "com.azure..")
        .check(bactrian);
  }

  @Test
  void theHttpServerUsesThePublicApiOfVertxBesidesOneClass() {
    noClasses()
        .that()
        .resideInAPackage("org.bactrian.web..")
        .and()
        .haveNameNotMatching(".*\\.BoundedTransport(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx..impl..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Proxy.class, ThreadLocal.class)
        .check(bactrian);
  }

  @Test
  void namesSayWhatAThingIs() {
    classes()
        .should()
        .haveNameNotMatching(".*(Manager|Helper|Utils?|Impl)(\\$.*)?")
        .andShould()
        .haveNameNotMatching(".*[.$]Abstract[A-Z].*")
        .check(bactrian);
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(bactrian.stream().map(ArchitectureTest::module))
        .contains("model", "opcua", "launcher");
  }

  private static String module(JavaClass type) {
    String name = type.getPackageName();
    if (!name.startsWith("org.bactrian.")) {
      return "";
    }
    return name.substring("org.bactrian.".length()).split("\\.")[0];
  }
}
