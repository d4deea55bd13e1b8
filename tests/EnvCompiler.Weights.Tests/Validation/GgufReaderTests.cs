using EnvCompiler.Model.Diagnostics;
using EnvCompiler.TestKit;
using EnvCompiler.Weights.Validation;

namespace EnvCompiler.Weights.Tests.Validation;

public sealed class GgufReaderTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(3u)]
    public void A_whole_file_of_each_version_is_read(uint version)
    {
        var result = Read(GgufBytes.Small(version));
        Assert.Equal(version, result.Value.Version);
        Assert.Equal(2, result.Value.TensorCount);
        Assert.Equal("llama", result.Value.Architecture);
        Assert.Equal(0, result.Value.DataOffset % 32);
    }

    [Fact]
    public void Version_1_is_read_with_a_warning() =>
        Assert.Equal("ENVC0807", Assert.Single(Read(GgufBytes.Small(version: 1)).Diagnostics).Code);

    [Fact]
    public void The_model_of_the_quickstart_is_whole()
    {
        var file = GgufReader.Read(RepositoryRoot.File("environments", "quickstart", "models", "tinydeb-Q4_K_M.gguf")).Value;
        Assert.Equal("llama", file.Architecture);
        Assert.Equal(3u, file.Version);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = GgufBytes.Small();
        for (var length = 0; length < whole.Length; length++)
            Assert.False(Read(whole[..length]).Ok, $"cut after {length} bytes");
    }

    [Fact]
    public void Data_that_ends_inside_the_last_tensor_is_truncation() => AssertCode("ENVC0805", GgufBytes.Small()[..^1]);

    [Fact]
    public void Another_format_is_not_GGUF() => AssertCode("ENVC0803", "<!doctype html>"u8.ToArray());

    [Fact]
    public void An_empty_file_is_not_GGUF() => AssertCode("ENVC0803", []);

    [Fact]
    public void Big_endian_and_future_versions_are_named() => AssertCode("ENVC0804", new GgufBytes(0x03000000).Header(0, 0).ToArray());

    [Theory]
    [InlineData(ulong.MaxValue, 0ul)]
    [InlineData(0ul, ulong.MaxValue)]
    [InlineData(1ul << 40, 1ul << 40)]
    public void Huge_counts_are_refused_at_once(ulong tensors, ulong entries) =>
        AssertCode("ENVC0806", new GgufBytes().Header(tensors, entries).Zeros(64).ToArray());

    [Fact]
    public void A_string_longer_than_the_file_is_truncation() =>
        AssertCode("ENVC0805", new GgufBytes().Header(0, 1).String("key").U32(8).U64(ulong.MaxValue).Zeros(64).ToArray());

    [Fact]
    public void A_key_longer_than_any_key_is_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(0, 1).U64(5000).Zeros(6000).ToArray());

    [Fact]
    public void An_array_longer_than_the_file_is_truncation() =>
        AssertCode("ENVC0805", new GgufBytes().Header(0, 1).String("key").U32(9).U32(12).U64(1ul << 61).Zeros(64).ToArray());

    [Fact]
    public void Arrays_nested_too_deep_are_refused()
    {
        var bytes = new GgufBytes().Header(0, 1).String("key").U32(9);
        for (var i = 0; i < 100; i++)
            bytes.U32(9).U64(1);
        AssertCode("ENVC0806", bytes.Zeros(64).ToArray());
    }

    [Fact]
    public void Nested_arrays_are_passed_over() =>
        Assert.True(Read(new GgufBytes().Header(0, 1).String("key").U32(9).U32(9).U64(1).U32(4).U64(2).U32(1).U32(2).ToArray()).Ok);

    [Fact]
    public void An_unknown_metadata_type_is_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(0, 1).String("key").U32(13).Zeros(64).ToArray());

    [Fact]
    public void A_key_that_comes_twice_is_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(0, 2).Number("key", 1).Number("key", 2).ToArray());

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(0, 1).U64(2).Raw(0xC3, 0x28).U32(4).U32(1).ToArray());

    [Theory]
    [InlineData(0u)]
    [InlineData(24u)]
    [InlineData(1u << 20)]
    public void A_strange_alignment_is_refused(uint alignment) =>
        AssertCode("ENVC0806", new GgufBytes().Header(0, 1).Number("general.alignment", alignment).ToArray());

    [Fact]
    public void Overlapping_tensors_are_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(2, 0).Tensor("a", 0, 0, 16).Tensor("b", 0, 32, 16).Pad(32).Zeros(256).ToArray());

    [Fact]
    public void Tensors_of_one_name_are_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(2, 0).Tensor("a", 0, 0, 8).Tensor("a", 0, 32, 8).Pad(32).Zeros(256).ToArray());

    [Fact]
    public void A_tensor_off_the_alignment_is_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(1, 0).Tensor("a", 0, 4, 8).Pad(32).Zeros(256).ToArray());

    [Fact]
    public void A_tensor_beyond_the_file_is_truncation() =>
        AssertCode("ENVC0805", new GgufBytes().Header(1, 0).Tensor("a", 0, ulong.MaxValue - 31, 8).Pad(32).Zeros(256).ToArray());

    [Fact]
    public void Dimensions_whose_product_overflows_are_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(1, 0).Tensor("a", 0, 0, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue).Zeros(256).ToArray());

    [Fact]
    public void Five_dimensions_are_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(1, 0).Tensor("a", 0, 0, 1, 1, 1, 1, 1).Zeros(256).ToArray());

    [Fact]
    public void A_row_that_blocks_do_not_fill_is_refused() =>
        AssertCode("ENVC0806", new GgufBytes().Header(1, 0).Tensor("a", 12, 0, 255).Pad(32).Zeros(256).ToArray());

    [Fact]
    public void A_type_of_a_newer_engine_is_accepted() =>
        Assert.True(Read(new GgufBytes().Header(1, 0).Tensor("a", 99, 0, 8).Pad(32).Zeros(32).ToArray()).Ok);

    [Fact]
    public void A_directory_is_not_a_file() => Assert.Equal("ENVC0801", GgufReader.Read(directory.Path).Diagnostics[0].Code);

    [Fact]
    public void A_device_is_not_opened() => Assert.Equal("ENVC0801", GgufReader.Read("/dev/zero").Diagnostics[0].Code);

    [Fact]
    public void A_missing_file_is_a_diagnostic() => Assert.Equal("ENVC0801", GgufReader.Read(directory.File("none.gguf")).Diagnostics[0].Code);

    [Fact]
    public void The_first_bytes_can_be_checked_alone()
    {
        var path = directory.File("m.gguf");
        File.WriteAllBytes(path, "GGUF\u0003\0\0\0"u8.ToArray());
        Assert.Null(GgufReader.CheckMagic(path));
        File.WriteAllBytes(path, "GGML\u0003\0\0\0"u8.ToArray());
        Assert.Equal("ENVC0803", GgufReader.CheckMagic(path)!.Code);
    }

    [Fact]
    public void Damage_anywhere_is_read_or_refused_but_never_thrown()
    {
        var whole = GgufBytes.Small();
        var random = new Random(20261121);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = (byte[])whole.Clone();
            for (var i = random.Next(1, 6); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            var result = Read(damaged);
            Assert.True(result.Ok || result.Diagnostics.All(d => d.Severity == Severity.Error));
        }
    }

    [Fact]
    public void A_million_tokens_take_linear_time_and_little_memory()
    {
        var bytes = new GgufBytes().Header(0, 1).String("tokens").U32(9).U32(8).U64(1_000_000);
        for (var i = 0; i < 1_000_000; i++)
            bytes.U64(3).Raw(65, 66, 67);
        var path = directory.File("tokens.gguf");
        File.WriteAllBytes(path, bytes.ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var time = CpuTime.Of(() => Assert.True(GgufReader.Read(path).Ok));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private Result<GgufFile> Read(byte[] content)
    {
        var path = directory.File("m.gguf");
        File.WriteAllBytes(path, content);
        return GgufReader.Read(path);
    }

    private void AssertCode(string code, byte[] content)
    {
        var result = Read(content);
        Assert.False(result.Ok);
        Assert.Equal(code, result.Diagnostics[0].Code);
    }
}
