package io.tierwise.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows between the modules, and how things are named and laid out.
@AnalyzeClasses(packages = "io.tierwise", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule data_knows_no_other_module = mayKnow("data");

    @ArchTest
    static final ArchRule runtime_knows_data = mayKnow("runtime", "data");

    @ArchTest
    static final ArchRule onnx_knows_no_other_module = mayKnow("onnx");

    @ArchTest
    static final ArchRule stats_knows_no_other_module = mayKnow("stats");

    @ArchTest
    static final ArchRule exits_are_numbers = mayKnow("exits", "stats");

    @ArchTest
    static final ArchRule operators_transform_and_run =
            mayKnow("operators", "onnx", "runtime", "data", "exits", "stats");

    @ArchTest
    static final ArchRule agent_runs = mayKnow("agent", "runtime", "data");

    @ArchTest
    static final ArchRule deployment_places =
            mayKnow("deployment", "agent", "operators", "onnx", "runtime", "data", "stats");

    @ArchTest
    static final ArchRule study_measures =
            mayKnow("study", "deployment", "agent", "operators", "onnx", "runtime", "data", "exits", "stats");

    @ArchTest
    static final ArchRule advice_chooses =
            mayKnow("advice", "study", "deployment", "agent", "operators", "onnx", "runtime", "data", "stats");

    @ArchTest
    static final ArchRule report_shows = mayKnow(
            "report", "advice", "study", "deployment", "agent", "operators", "onnx", "runtime", "data", "stats");

    @ArchTest
    static final ArchRule zoo_builds_graphs = mayKnow("zoo", "onnx");

    @ArchTest
    static final ArchRule nobody_serializes_java_objects = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectInputStream")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.io.ObjectOutputStream");

    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Manager");

    @ArchTest
    static final ArchRule one_flat_package_a_module = classes()
            .that()
            .resideOutsideOfPackages("..proto..", "gg.jte..", "io.tierwise.architecture..", "io.tierwise.bench..")
            .should()
            .resideInAnyPackage(
                    "io.tierwise.data",
                    "io.tierwise.runtime",
                    "io.tierwise.onnx",
                    "io.tierwise.operators",
                    "io.tierwise.agent",
                    "io.tierwise.deployment",
                    "io.tierwise.stats",
                    "io.tierwise.exits",
                    "io.tierwise.study",
                    "io.tierwise.advice",
                    "io.tierwise.report",
                    "io.tierwise.cli",
                    "io.tierwise.zoo");

    /// The module `name` may depend on the modules `others` and on nothing else of ours.
    private static ArchRule mayKnow(String name, String... others) {
        String[] allowed = new String[others.length + 1];
        allowed[0] = "io.tierwise." + name + "..";
        for (int i = 0; i < others.length; i++) {
            allowed[i + 1] = "io.tierwise." + others[i] + "..";
        }
        return noClasses()
                .that()
                .resideInAPackage("io.tierwise." + name + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.tierwise..").and(not(resideInAnyPackage(allowed))))
                .allowEmptyShould(true);
    }
}
