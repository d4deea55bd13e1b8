using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Tests.Distribution;

public sealed class ReferenceTests
{
    private const string Hex = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";

    [Theory]
    [InlineData("registry.example.com/team/app", "registry.example.com", "team/app", null)]
    [InlineData("registry.example.com:5000/app:1.2_3-x", "registry.example.com:5000", "app", "1.2_3-x")]
    [InlineData("localhost/a/b/c:latest", "localhost", "a/b/c", "latest")]
    [InlineData("127.0.0.1:5000/a__b/c--d.e", "127.0.0.1:5000", "a__b/c--d.e", null)]
    [InlineData("[::1]:5000/app:1", "[::1]:5000", "app", "1")]
    public void A_reference_is_read_and_written_as_it_was(string text, string registry, string path, string? tag)
    {
        var reference = Reference.Parse(text).Value;
        Assert.Equal((registry, path, tag), (reference.Repository.Registry, reference.Repository.Path, reference.Tag));
        Assert.Equal(text, reference.ToString());
    }

    [Fact]
    public void A_digest_outweighs_a_tag()
    {
        var reference = Reference.Parse($"localhost:5000/app:1@sha256:{Hex}").Value;
        Assert.Equal("1", reference.Tag);
        Assert.Equal($"sha256:{Hex}", reference.Target);
    }

    [Fact]
    public void A_layout_is_a_directory_with_a_tag()
    {
        var reference = Reference.Parse("oci:/tmp/a:b/layout:12").Value;
        Assert.True(reference.Repository.IsLayout);
        Assert.Equal(("/tmp/a:b/layout", "12"), (reference.Repository.Path, reference.Tag));
        Assert.Equal(Path.GetFullPath("here"), Reference.Parse("oci:here").Value.Repository.Path);
    }

    [Theory]
    [InlineData("app", "names no registry")]
    [InlineData("team/app", "names no registry")]
    [InlineData("https://registry.example.com/app", "no scheme")]
    [InlineData("registry.example.com/App", "`App` is no repository")]
    [InlineData("registry.example.com/a..b", "is no repository")]
    [InlineData("registry.example.com/", "`` is no repository")]
    [InlineData("registry.example.com/app:", "`` is no tag")]
    [InlineData("registry.example.com/app:-x", "`-x` is no tag")]
    [InlineData("registry.example.com/app@sha256:12", "`sha256:12` is no digest")]
    [InlineData("registry.example.com/app@md5:12", "is no digest")]
    [InlineData("registry.example.com:70000/app", "is no host")]
    [InlineData("reg istry.example.com/app", "is no host")]
    [InlineData("registry.example.com/a/../b", "is no repository")]
    [InlineData("oci:", "directory is missing")]
    [InlineData("", "names no registry")]
    [InlineData("registry.example.com/app\n", "is no repository")]
    public void What_is_no_reference_is_told_with_the_reason(string text, string reason)
    {
        var problem = Assert.Single(Reference.Parse(text).Diagnostics);
        Assert.Equal("ENVC1001", problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }
}
