/* A JPEG whose chroma planes are sampled differently from each other, which libjpeg writes, PIL reads, and TurboJPEG has no
   name for.   cc make_rare_subsampling.c -ljpeg && ./a.out ../../MobileNetV2.Imaging.Tests/Reference/rare-subsampling.jpg */
#include <stdio.h>
#include <jpeglib.h>

int main(int argc, char **argv)
{
    enum { width = 45, height = 38 };
    struct jpeg_compress_struct jpeg;
    struct jpeg_error_mgr errors;
    FILE *file = argc > 1 ? fopen(argv[1], "wb") : NULL;
    if (file == NULL)
        return 1;

    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_stdio_dest(&jpeg, file);
    jpeg.image_width = width;
    jpeg.image_height = height;
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg.comp_info[0].h_samp_factor = 2;
    jpeg.comp_info[0].v_samp_factor = 2;
    jpeg.comp_info[1].h_samp_factor = 2;
    jpeg.comp_info[1].v_samp_factor = 1;
    jpeg.comp_info[2].h_samp_factor = 1;
    jpeg.comp_info[2].v_samp_factor = 2;
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < height; y++) {
        JSAMPLE row[width * 3];
        JSAMPROW rows[] = { row };
        for (int x = 0; x < width; x++) {
            row[x * 3] = 255 * x / width;
            row[x * 3 + 1] = 255 * y / height;
            row[x * 3 + 2] = (x / 6 + y / 5) % 2 * 200;
        }
        jpeg_write_scanlines(&jpeg, rows, 1);
    }

    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
    return fclose(file);
}
