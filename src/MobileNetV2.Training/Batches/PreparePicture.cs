namespace MobileNets.Training.Batches;

/// <summary>Makes one picture of a pass; called from several threads at once.</summary>
/// <param name="position">Which one, from 0: the result is to depend on it alone.</param>
/// <param name="planes">Receives [3, size, size] normalised floats.</param>
/// <returns>The picture's class, or null for a picture that is to be left out.</returns>
internal delegate int? PreparePicture(int position, Span<float> planes);
