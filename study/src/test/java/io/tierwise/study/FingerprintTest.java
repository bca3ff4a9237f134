package io.tierwise.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierwise.data.Role;
import io.tierwise.study.StudyData.Divided;
import io.tierwise.study.StudyData.PerRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String name : List.of("a", "b")) {
            Path images = Files.createDirectories(folder.resolve(name));
            Files.writeString(images.resolve("1.png"), name);
            Files.writeString(images.resolve("2.png"), "two");
            Files.writeString(folder.resolve(name + ".csv"), "1.png,0\n");
        }
    }

    private StudyData.Files files(String name) {
        return new StudyData.Files(folder.resolve(name), Optional.of(folder.resolve(name + ".csv")));
    }

    private String ofRoles(Role... order) {
        Map<Role, StudyData.Files> sets = new LinkedHashMap<>();
        for (Role role : order) {
            sets.put(role, files(role == Role.EVALUATION ? "a" : "b"));
        }
        return Fingerprint.ofData(new PerRole(sets));
    }

    /// The digest of "abc" in FIPS 180-2.
    @Test
    void ofText_known_isSha256() {
        assertThat(Fingerprint.ofText("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void ofData_rolesInAnyOrder_isTheSame() {
        assertThat(ofRoles(Role.CALIBRATION, Role.EVALUATION)).isEqualTo(ofRoles(Role.EVALUATION, Role.CALIBRATION));
    }

    @Test
    void ofData_anyByteOrName_changesIt() throws IOException {
        var data = new Divided(files("a"), Map.of());
        String before = Fingerprint.ofData(data);

        Files.writeString(folder.resolve("a.csv"), "1.png,1\n");
        String relabelled = Fingerprint.ofData(data);
        Files.move(folder.resolve("a/2.png"), folder.resolve("a/3.png"));
        assertThat(List.of(before, relabelled, Fingerprint.ofData(data))).doesNotHaveDuplicates();
    }

    @Test
    void ofData_elsewhere_isTheSame() throws IOException {
        String before = Fingerprint.ofData(new Divided(files("a"), Map.of()));
        Path moved = folder.resolve("moved");
        Files.move(folder.resolve("a"), moved);

        assertThat(Fingerprint.ofData(
                        new Divided(new StudyData.Files(moved, Optional.of(folder.resolve("a.csv"))), Map.of())))
                .isEqualTo(before);
    }
}
