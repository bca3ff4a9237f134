package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierwise.data.ElementType;
import io.tierwise.data.Encoded;
import io.tierwise.data.InputForm;
import io.tierwise.data.Tensor;
import io.tierwise.study.InputTravel.Sizes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputTravelTest {
    private static final InputTravel SMALL_FILES = new InputTravel(
            InputForm.ENCODED, new Sizes(400, 400), Optional.of(new Sizes(100, 100)), new Sizes(60.5, 41));

    @TempDir
    Path folder;

    /// Files of these sizes, each a picture of 100 pixels.
    private static InputSizes pictures(int... bytes) {
        var sizes = new InputSizes(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            sizes.tell(i, new Encoded.ImageFile(new byte[bytes[i]]), floats(100));
        }
        return sizes;
    }

    private static Tensor floats(int count) {
        return Tensor.ofFloats(new float[count], 1, count);
    }

    private static InputSizes arrays(ElementType type, Tensor prepared) {
        var sizes = new InputSizes(1);
        int bytes = (int) (type.bytes() * prepared.elements());
        sizes.tell(0, new Encoded.ArrayValue(Tensor.ofBytes(type, new byte[bytes], prepared.elements())), prepared);
        return sizes;
    }

    @Test
    void travel_filesSmallerThanPixelsInTheMean_travelsEncoded() {
        InputTravel travel = pictures(41, 20, 180, 155).travel(Optional.empty(), 4);

        assertThat(travel.form()).isEqualTo(InputForm.ENCODED);
        assertThat(travel.encoded()).isEqualTo(new Sizes(99, 20));
        assertThat(travel.uint8()).contains(new Sizes(100, 100));
        assertThat(travel.tensor()).isEqualTo(new Sizes(400, 400));
        assertThat(pictures(41, 20, 180, 163).travel(Optional.empty(), 4).form())
                .isEqualTo(InputForm.UINT8);
    }

    @Test
    void travel_leastBytes_areOfTimedSamplesAlone() {
        assertThat(pictures(41, 20, 60, 10).travel(Optional.empty(), 1).sizes()).isEqualTo(new Sizes(32.75, 41));
    }

    @Test
    void travel_equalBytes_leavesLessToDoBehindTheLink() {
        assertThat(pictures(100).travel(Optional.empty(), 1).form()).isEqualTo(InputForm.UINT8);
        assertThat(arrays(ElementType.FLOAT, floats(5))
                        .travel(Optional.empty(), 1)
                        .form())
                .isEqualTo(InputForm.TENSOR);
        Tensor bytes = Tensor.ofBytes(ElementType.UINT8, new byte[5], 1, 5);
        assertThat(arrays(ElementType.UINT8, bytes).travel(Optional.empty(), 1).form())
                .isEqualTo(InputForm.TENSOR);
    }

    @Test
    void travel_arraysOfOtherNumbers_haveNoPixels() {
        InputTravel halves = arrays(ElementType.FLOAT16, floats(5)).travel(Optional.empty(), 1);

        assertThat(halves.uint8()).isEmpty();
        assertThat(halves.form()).isEqualTo(InputForm.ENCODED);
        assertThat(halves.sizes()).isEqualTo(new Sizes(10, 10));
        assertThatThrownBy(() -> arrays(ElementType.FLOAT, floats(5)).travel(Optional.of(InputForm.UINT8), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no 8-bit pixels");
    }

    @Test
    void travel_formAskedFor_isThatOne() {
        for (InputForm form : InputForm.values()) {
            assertThat(pictures(41, 20).travel(Optional.of(form), 2).form()).isEqualTo(form);
        }
    }

    @Test
    void keptIn_studyThatGoesOn_isAsItBegan() {
        InputTravel others =
                new InputTravel(InputForm.TENSOR, SMALL_FILES.tensor(), SMALL_FILES.uint8(), SMALL_FILES.encoded());
        try (Journal journal = Journal.open(folder)) {
            assertThat(SMALL_FILES.keptIn(journal)).isEqualTo(SMALL_FILES);
            journal.fact("startedAt", "2026-11-20T14:03:00Z");
        }
        try (Journal journal = Journal.open(folder)) {
            assertThat(others.keptIn(journal)).isEqualTo(SMALL_FILES);
            assertThat(InputTravel.in(journal)).contains(SMALL_FILES);
        }
    }

    @Test
    void keptIn_studyBegunBeforeFormsWereToldApart_goesOnWithTensors() {
        try (Journal journal = Journal.open(folder)) {
            journal.fact("startedAt", "2026-11-20T14:03:00Z");

            InputTravel kept = SMALL_FILES.keptIn(journal);

            assertThat(kept.form()).isEqualTo(InputForm.TENSOR);
            assertThat(kept.sizes()).isEqualTo(new Sizes(400, 400));
            assertThat(InputTravel.in(journal)).contains(kept);
        }
    }

    @Test
    void groundwork_writtenBeforeFormsWereToldApart_isPreparedAtTheSource() {
        try (Journal journal = Journal.open(folder)) {
            journal.fact("groundwork", """
                    {"tiers": [], "links": [], "inputBytes": 3136, "answerBytes": 40, "models": []}""");

            assertThat(ProfilePass.read(journal))
                    .contains(new Groundwork(List.of(), List.of(), 3136, Optional.empty(), 40, List.of()));
            assertThat(ProfilePass.read(journal).orElseThrow().isPreparedAtFirstPart())
                    .isFalse();
        }
    }
}
