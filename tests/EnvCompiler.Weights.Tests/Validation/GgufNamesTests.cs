using EnvCompiler.Weights.Validation;

namespace EnvCompiler.Weights.Tests.Validation;

public sealed class GgufNamesTests
{
    [Fact]
    public void A_split_set_is_named_from_its_first_shard() =>
        Assert.Equal(
            ["/m/x-00001-of-00003.gguf", "/m/x-00002-of-00003.gguf", "/m/x-00003-of-00003.gguf"],
            GgufNames.FilesOf("/m/x-00001-of-00003.gguf"));

    [Theory]
    [InlineData("/m/x.gguf")]
    [InlineData("/m/x-1of-2.gguf")]
    [InlineData("/m/x-00003-of-00002.gguf")]
    [InlineData("/m/x-00000-of-00002.gguf")]
    [InlineData("/m/x-999999999-of-999999999.gguf")]
    [InlineData("/m/x-00001-of-00002.bin")]
    public void Other_names_are_one_file(string path) => Assert.Equal([path], GgufNames.FilesOf(path));

    [Theory]
    [InlineData("m-Q4_K_M.gguf", "q4_k_m", true)]
    [InlineData("m-Q4_K_M.gguf", "Q4_K", false)]
    [InlineData("m-Q4_K.gguf", "Q4_K", true)]
    [InlineData("Q4_K_M.gguf", "Q4_K_M", true)]
    [InlineData("m.IQ4_XS-00001-of-00002.gguf", "IQ4_XS", true)]
    [InlineData("m-IQ4_XS.gguf", "Q4_XS", false)]
    [InlineData("m-Q4_K_M-Q4_K.gguf", "Q4_K", true)]
    public void A_quantization_is_matched_as_a_whole_word(string name, string wish, bool has) =>
        Assert.Equal(has, GgufNames.HasQuantization(name, wish));
}
