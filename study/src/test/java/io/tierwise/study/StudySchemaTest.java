package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class StudySchemaTest {
    private final JsonNode schema = StudySchema.published().root();

    @Test
    void schema_itself_isAJsonSchema() {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        var meta = registry.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

        assertThat(meta.validate(schema)).isEmpty();
    }

    @Test
    void schema_everyObject_isClosedToUnknownKeys() {
        for (JsonNode rule : objects(schema)) {
            assertThat(rule.path("additionalProperties").isMissingNode())
                    .as("%s says what other keys may be", rule.path("description"))
                    .isFalse();
        }
    }

    /// Every part of the schema that names properties.
    private static List<JsonNode> objects(JsonNode at) {
        List<JsonNode> found = new ArrayList<>();
        if (at.path("properties").isObject() && at.has("type")) {
            found.add(at);
        }
        at.forEach(inner -> found.addAll(objects(inner)));
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "BANDWIDTH, bandwidth, 0.5Gbit",
        "TIME, time, 20ms",
        "SIZE, size, 64Mi",
        "SHARE, share, 12.5%",
        "CPU, cores, 500m"
    })
    void schema_patternOfAKind_takesWhatUnitsTake(Units units, String definition, String quantity) {
        Pattern pattern = Pattern.compile(
                schema.path("$defs").path(definition).path("pattern").asString());

        assertThat(units.read(quantity)).isPositive();
        assertThat(quantity).matches(pattern);
        for (String unit : units.units()) {
            assertThat("1.5" + unit).matches(pattern);
        }
        assertThat("7parsec").doesNotMatch(pattern);
    }

    @Test
    void document_ofTheStudyFile_mentionsEveryKey() throws IOException {
        String document = Files.readString(Path.of("../docs/study-file.md"));
        Set<String> keys = new TreeSet<>();
        objects(schema).forEach(rule -> keys.addAll(rule.path("properties").propertyNames()));

        assertThat(keys).hasSizeGreaterThan(40);
        for (String key : keys) {
            assertThat(document).as("the key %s", key).contains("`" + key + "`");
        }
    }
}
