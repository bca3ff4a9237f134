package io.tierwise.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Images in one folder, their PNG masks of the same base name in another.
record MaskedFolder(Path folder, List<String> names, Path masks) implements SampleSet {
    MaskedFolder {
        names = List.copyOf(names);
    }

    static MaskedFolder open(Path folder, List<String> names, Path masks) {
        ImageFolder.refuseEmpty(folder, names);
        for (String name : names) {
            if (!Files.isRegularFile(mask(masks, name))) {
                throw new DataException(folder.resolve(name) + " has no mask: there is no " + mask(masks, name)
                        + ". Each image needs a PNG of the same base name.");
            }
        }
        return new MaskedFolder(folder, names, masks);
    }

    private static Path mask(Path masks, String name) {
        return masks.resolve(name.substring(0, name.lastIndexOf('.')) + ".png");
    }

    @Override
    public int size() {
        return names.size();
    }

    @Override
    public Sample get(int index) {
        String name = names.get(index);
        return new Sample(name, ImageFolder.read(folder.resolve(name)), label(index));
    }

    @Override
    public Label label(int index) {
        Path mask = mask(masks, names.get(index));
        try {
            return ImageDecoder.decodeMask(ImageFolder.read(mask).bytes());
        } catch (DataException e) {
            throw new DataException(mask + ": " + e.getMessage(), e);
        }
    }

    @Override
    public String describe() {
        return size() + " images in " + folder + ", masks in " + masks;
    }
}
