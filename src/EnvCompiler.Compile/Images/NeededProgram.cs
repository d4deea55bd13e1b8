namespace EnvCompiler.Compile.Images;

/// <summary>A program that an image must have besides what the manifest asks for.</summary>
/// <param name="Name">A name on PATH, or an absolute path.</param>
/// <param name="Reason">Who needs it, a clause: <c>`services.web.command` needs a shell: …</c>.</param>
/// <param name="IsRequired">Without it the image cannot do its work; a program of a command may also come from elsewhere.</param>
public sealed record NeededProgram(string Name, string Reason, bool IsRequired);
