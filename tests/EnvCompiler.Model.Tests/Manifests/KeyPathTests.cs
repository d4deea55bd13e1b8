using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Manifests;

public sealed class KeyPathTests
{
    [Theory]
    [InlineData("install.gcc", "install|gcc")]
    [InlineData("install", "install")]
    [InlineData("services.\"my s.1\".restart", "services|my s.1|restart")]
    [InlineData("vars.\"a\\\"\\\\b\"", "vars|a\"\\b")]
    public void A_path_is_read_as_it_is_written(string path, string names)
    {
        Assert.True(KeyPath.TryParse(path, out var read));
        Assert.Equal(names.Split('|'), read);
        Assert.Equal(path, KeyPath.Of([.. read]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("install.")]
    [InlineData("install..gcc")]
    [InlineData("install gcc")]
    [InlineData("install.\"gcc")]
    [InlineData("install] # ")]
    [InlineData("a]\n[b")]
    [InlineData("a]\nx = 1 #")]
    [InlineData("[a]")]
    public void Anything_else_is_none(string path) => Assert.False(KeyPath.TryParse(path, out _));
}
