"""The rulebook both engines share: pure scalar functions, numbers and uniforms in, numbers out."""
