package io.tierwise.data;

import io.tierwise.data.Encoded.ImageFile;
import io.tierwise.data.Label.ClassIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Samples that are image files in a folder.
///
/// @param names paths relative to the folder: the samples' ids
/// @param labels one label a name
record ImageFolder(Path folder, List<String> names, Labels labels) implements SampleSet {
    private static final long MAX_FILE_BYTES = 256L << 20;
    private static final Set<String> IMAGES = Set.of("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff");

    ImageFolder {
        names = List.copyOf(names);
    }

    static SampleSet open(Path folder, Optional<Path> labels) {
        Optional<Path> table =
                labels.or(() -> Optional.of(folder.resolve("labels.csv")).filter(Files::isRegularFile));
        if (labels.isPresent() && Files.isDirectory(labels.get())) {
            return MaskedFolder.open(folder, images(folder), labels.get());
        }
        if (table.isPresent() && SampleReader.fileName(table.get()).endsWith(".csv")) {
            return ofTable(folder, table.get());
        }
        if (table.isPresent()) {
            List<String> images = images(folder);
            return new ImageFolder(folder, images, Labels.open(table, images.size(), folder));
        }
        List<String> classes = list(folder, Files::isDirectory);
        return classes.stream().allMatch(name -> images(folder.resolve(name)).isEmpty())
                ? new ImageFolder(folder, refuseEmpty(folder, images(folder)), new Labels.Missing())
                : ofClassFolders(folder, classes);
    }

    private static SampleSet ofTable(Path folder, Path table) {
        List<String> names = new ArrayList<>();
        List<ClassIndex> classes = new ArrayList<>();
        Map<String, Integer> folders = classNumbers(list(folder, Files::isDirectory));
        for (LabelTable.Row row : LabelTable.rows(table)) {
            String where = table + " line " + row.line();
            Path file = folder.resolve(row.file()).normalize();
            if (!file.startsWith(folder.normalize())) {
                throw new DataException(where + ": " + row.file() + " lies outside of " + folder + ".");
            }
            if (!Files.isRegularFile(file)) {
                throw new DataException(where + ": there is no " + row.file() + " in " + folder + ".");
            }
            names.add(row.file());
            Integer named = folders.get(row.label());
            classes.add(
                    named != null && !LabelTable.isNumber(row.label())
                            ? new ClassIndex(named)
                            : LabelTable.number(row.label(), where));
        }
        return new ImageFolder(folder, names, new Labels.Classes(classes));
    }

    private static SampleSet ofClassFolders(Path folder, List<String> classFolders) {
        List<String> names = new ArrayList<>();
        List<ClassIndex> classes = new ArrayList<>();
        classNumbers(classFolders).forEach((classFolder, number) -> {
            for (String image : images(folder.resolve(classFolder))) {
                names.add(classFolder + "/" + image);
                classes.add(new ClassIndex(number));
            }
        });
        return new ImageFolder(folder, names, new Labels.Classes(classes));
    }

    /// Sorted names count from 0; where all are numbers they are the class, for `10` sorts before `2`.
    private static Map<String, Integer> classNumbers(List<String> folders) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        boolean numeric = folders.stream().allMatch(name -> name.matches("[0-9]{1,6}"));
        for (String folder : folders) {
            numbers.put(folder, numeric ? Integer.parseInt(folder) : numbers.size());
        }
        return numbers;
    }

    static List<String> images(Path folder) {
        return list(folder, path -> Files.isRegularFile(path) && isImage(path));
    }

    private static boolean isImage(Path path) {
        String name = SampleReader.fileName(path);
        return IMAGES.contains(name.substring(name.lastIndexOf('.') + 1));
    }

    private static List<String> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw SampleReader.unreadable(folder, e);
        }
    }

    static List<String> refuseEmpty(Path folder, List<String> images) {
        if (images.isEmpty()) {
            throw new DataException("There are no images in " + folder + " ("
                    + String.join(", ", IMAGES.stream().sorted().toList())
                    + "), nor in its folders.");
        }
        return images;
    }

    static ImageFile read(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new DataException(file + " has more than " + (MAX_FILE_BYTES >> 20) + " MiB. Make it smaller.");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0) {
                throw new DataException(file + " is empty. Remove it or copy it again.");
            }
            return new ImageFile(bytes);
        } catch (IOException e) {
            throw SampleReader.unreadable(file, e);
        }
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public Sample get(int index) {
        return new Sample(names.get(index), read(folder.resolve(names.get(index))), labels.get(index));
    }

    @Override
    public Label label(int index) {
        return labels.get(index);
    }

    @Override
    public OptionalInt classOf(int index) {
        return labels.classOf(index);
    }

    @Override
    public String describe() {
        return size() + " images in " + folder + ", " + labels.describe();
    }
}
