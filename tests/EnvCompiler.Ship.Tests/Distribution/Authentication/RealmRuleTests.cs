using EnvCompiler.Ship.Distribution.Authentication;

namespace EnvCompiler.Ship.Tests.Distribution.Authentication;

public sealed class RealmRuleTests
{
    [Theory]
    [InlineData("https://registry.example.com/", "https://registry.example.com/token", null)]
    [InlineData("https://registry.example.com:5000/", "https://registry.example.com/token", null)]
    [InlineData("https://registry.example.com/", "https://auth.registry.example.com/token", null)]
    [InlineData("https://registry-1.docker.io/", "https://auth.docker.io/token", null)]
    [InlineData("https://registry.gitlab.com/", "https://gitlab.com/jwt/auth", null)]
    [InlineData("http://127.0.0.1:5000/", "http://127.0.0.1:5001/token", null)]
    [InlineData("http://localhost:5000/", "http://127.0.0.1:5001/token", null)]
    [InlineData("http://inside.example.com/", "http://inside.example.com/token", null)]
    [InlineData("https://registry.example.com/", "https://allowed.example.org/token", null)]
    [InlineData("https://registry.example.com/", "https://example.com/token", "another host")]
    [InlineData("https://registry.co.uk/", "https://thief.co.uk/token", "another host")]
    [InlineData("https://registry.example.com/", "https://registry.example.com.thief.org/token", "another host")]
    [InlineData("https://registry.example.com/", "https://thiefregistry.example.com/token", "another host")]
    [InlineData("https://registry.example.com/", "http://registry.example.com/token", "https")]
    [InlineData("https://registry.example.com/", "http://127.0.0.1/token", "https")]
    [InlineData("http://127.0.0.1:5000/", "http://thief.org/token", "https")]
    [InlineData("http://127.0.0.1:5000/", "https://thief.org/token", "another host")]
    public void Credentials_go_only_where_the_registry_is_at_home(string registry, string realm, string? problem)
    {
        var found = RealmRule.Problem(new Uri(registry), new Uri(realm), ["allowed.example.org"]);
        if (problem is null)
            Assert.Null(found);
        else
            Assert.Contains(problem, found, StringComparison.Ordinal);
    }
}
