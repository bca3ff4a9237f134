package io.tierwise.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnswerTextTest {
    @ParameterizedTest
    @ValueSource(ints = {60, 80, 100, 120, 160})
    void of_anyWidth_noLineIsLonger(int columns) {
        SyntheticStudy fixture = SyntheticStudy.plain();
        String text = AnswerText.of(fixture.study, fixture.advice, columns, false);
        assertThat(text.lines()).allMatch(line -> line.length() <= columns, "at most " + columns);
        assertThat(text.lines().skip(1).limit(25)).allMatch(line -> line.strip().matches("=?\\d.*"));
        assertThat(text.replaceAll("\\s+", " "))
                .contains("Recommended among equals: Run ")
                .contains(Words.CONDITIONS);
    }

    @Test
    void of_noColour_hasNoEscape() {
        SyntheticStudy fixture = SyntheticStudy.plain();
        assertThat(AnswerText.of(fixture.study, fixture.advice, 100, false)).doesNotContain("\u001b");
        assertThat(AnswerText.of(fixture.study, fixture.advice, 100, true)).contains("\u001b[32m");
    }

    @Test
    void of_escapesInNames_neverReachTheTerminal() {
        SyntheticStudy fixture = SyntheticStudy.with("\u001b[2J\u0007\n\u202e");
        String text = AnswerText.of(fixture.study, fixture.advice, 120, false);
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u0007").doesNotContain("\u202e");
    }
}
