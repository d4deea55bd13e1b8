using EnvCompiler.Host.Network;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>The last Release of a suite that was verified.</summary>
/// <param name="Base">The mirror that gave it.</param>
/// <param name="SignedSha256">SHA-256 of the <c>InRelease</c> it came in: the same bytes need no second verification.</param>
/// <param name="Validators">Ask the same mirror with these.</param>
/// <param name="Text">The signed text.</param>
/// <param name="Release">What the text says.</param>
internal sealed record CachedRelease(Uri Base, string SignedSha256, Validators Validators, string Text, Release Release);
