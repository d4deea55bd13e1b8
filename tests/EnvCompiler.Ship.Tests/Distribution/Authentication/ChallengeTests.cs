using EnvCompiler.Ship.Distribution.Authentication;

namespace EnvCompiler.Ship.Tests.Distribution.Authentication;

public sealed class ChallengeTests
{
    [Theory]
    [InlineData("Bearer realm=\"https://a/token\",service=\"s\",scope=\"repository:a/b:pull,push\"", "bearer realm=https://a/token scope=repository:a/b:pull,push service=s")]
    [InlineData("Basic realm=\"a, b\", Bearer realm=\"c\"", "basic realm=a, b; bearer realm=c")]
    [InlineData("Negotiate, Basic realm=x", "negotiate; basic realm=x")]
    [InlineData("Negotiate abc/d+e==, Basic realm=\"x\"", "negotiate")]
    [InlineData("BEARER Realm = \"q\\\"uoted\\\\\" , service=s", "bearer realm=q\"uoted\\ service=s")]
    [InlineData("Bearer realm=\"first\",realm=\"second\"", "bearer realm=first")]
    [InlineData("Bearer realm=\"open", "bearer")]
    [InlineData("", "")]
    [InlineData(",,= ;", "")]
    public void Challenges_are_read(string field, string expected) =>
        Assert.StartsWith(expected, string.Join("; ", Challenge.Parse(field).Select(each =>
            string.Join(' ', each.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}").Prepend(each.Scheme)))), StringComparison.Ordinal);
}
